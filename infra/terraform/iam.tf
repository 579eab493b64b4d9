resource "aws_iam_role" "function" {
  name                 = "${var.name}-function"
  description          = "What ${var.name} may do"
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

locals {
  network_actions = [
    "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
  ]

  # Lambda makes the function's network interfaces as the function's role, but not from within the function: what runs there may do none of it.
  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
  network_statements = [for effect in(var.vpc == null ? [] : ["Allow", "Deny"]) : { for name, value in {
    Sid       = effect == "Allow" ? "Network" : "NetworkNotFromWithin"
    Effect    = effect
    Action    = local.network_actions
    Resource  = ["*"]
    Condition = { ArnEquals = { "lambda:SourceFunctionArn" = local.function_arn } }
  } : name => value if name != "Condition" || effect == "Deny" }]

  function_arn = "arn:${data.aws_partition.here.partition}:lambda:${var.region}:${data.aws_caller_identity.here.account_id}:function:${var.name}"
}

data "aws_partition" "here" {}

data "aws_caller_identity" "here" {}

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
        Resource = concat([for secret in aws_secretsmanager_secret.terraform : secret.arn], aws_secretsmanager_secret.audit_key[*].arn, aws_secretsmanager_secret.otlp_headers[*].arn)
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
      }],
      !var.tracing ? [] : [{
        # Neither action knows resources.
        Sid      = "Tracing"
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = ["*"]
      }],
      local.network_statements
    )
  })
}
