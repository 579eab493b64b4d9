resource "aws_iam_role" "function" {
  name        = "${var.name}-function"
  description = "What ${var.name} may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

# Exactly what the function's code calls; tests/least_privilege.tftest.hcl holds it to that.
resource "aws_iam_role_policy" "function" {
  name = "function"
  role = aws_iam_role.function.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid      = "Records"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"]
        Resource = [aws_dynamodb_table.records.arn]
      },
      {
        Sid      = "Secrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = concat([for secret in aws_secretsmanager_secret.terraform : secret.arn], aws_secretsmanager_secret.audit_key[*].arn)
      },
      {
        # The group is made here, so the function need not be able to make any.
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.function.arn}:log-stream:*"]
      }],
      length(local.audit_roles) == 0 ? [] : [{
        # Nothing in AWS can be read but by one of these.
        Sid      = "Audit"
        Effect   = "Allow"
        Action   = ["sts:AssumeRole"]
        Resource = local.audit_roles
      }],
      var.kms_key_arn == null ? [] : [{
        Sid      = "Key"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [var.kms_key_arn]
      }]
    )
  })
}
