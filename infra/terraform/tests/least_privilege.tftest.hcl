# The function's role and the permission to call it: exactly what is needed, and not one star.
mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  region       = "eu-central-1"
  package_path = "tests/package.zip"

  reserved_concurrency = null
}

run "role" {
  assert {
    condition = alltrue([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement :
    alltrue([for action in flatten([statement.Action]) : !strcontains(action, "*")])])
    error_message = "An action with a star allows what nobody has read."
  }

  assert {
    condition = alltrue([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement :
    alltrue([for resource in flatten([statement.Resource]) : startswith(resource, "arn:aws:") && !strcontains(trimsuffix(resource, ":log-stream:*"), "*")])])
    error_message = "A statement has to name its resources; the streams of the function's own log group are the one exception, because they are made by AWS."
  }

  assert {
    condition = alltrue([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement :
    statement.Effect == "Allow" && !contains(keys(statement), "NotAction") && !contains(keys(statement), "NotResource")])
    error_message = "NotAction and NotResource are stars in disguise."
  }

  # Each action with each resource it may be done on. tests/Infra holds the same against what the code calls.
  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement :
      [for pair in setproduct(statement.Action, statement.Resource) : "${pair[0]} on ${pair[1]}"]])) == toset([
      "dynamodb:GetItem on ${aws_dynamodb_table.records.arn}",
      "dynamodb:PutItem on ${aws_dynamodb_table.records.arn}",
      "dynamodb:UpdateItem on ${aws_dynamodb_table.records.arn}",
      "dynamodb:DeleteItem on ${aws_dynamodb_table.records.arn}",
      "dynamodb:Query on ${aws_dynamodb_table.records.arn}",
      "secretsmanager:GetSecretValue on ${aws_secretsmanager_secret.terraform["tfe-token"].arn}",
      "secretsmanager:GetSecretValue on ${aws_secretsmanager_secret.audit_key[0].arn}",
      "logs:CreateLogStream on ${aws_cloudwatch_log_group.function.arn}:log-stream:*",
      "logs:PutLogEvents on ${aws_cloudwatch_log_group.function.arn}:log-stream:*",
    ])
    error_message = "The role allows something else than what the function does, or elsewhere."
  }

  assert {
    condition     = length(one([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement.Resource if statement.Sid == "Secrets"])) == 2
    error_message = "The role has to name the secret of the Terraform token and that of the audit key."
  }

  assert {
    condition     = jsondecode(aws_iam_role.function.assume_role_policy).Statement[0].Principal == { Service = "lambda.amazonaws.com" }
    error_message = "Nobody but Lambda may take the role."
  }

  assert {
    condition = (
      aws_lambda_permission.front.action == "lambda:InvokeFunction" &&
      aws_lambda_permission.front.principal == "apigateway.amazonaws.com" &&
      aws_lambda_permission.front.source_arn == "${aws_apigatewayv2_api.front.execution_arn}/*"
    )
    error_message = "Only this API may call the function."
  }
}

run "own_key" {
  variables {
    kms_key_arn  = "arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012"
    alarm_emails = ["platform-team@example.com"]
  }

  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement if statement.Sid == "Key"]) == {
      Sid      = "Key"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = ["arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012"]
    }
    error_message = "With a key of one's own the role has to be able to decrypt with it, and nothing more."
  }

  assert {
    condition = alltrue([for used in [
      aws_dynamodb_table.records.server_side_encryption[0].kms_key_arn,
      aws_secretsmanager_secret.terraform["tfe-token"].kms_key_id,
      aws_secretsmanager_secret.audit_key[0].kms_key_id,
      aws_cloudwatch_log_group.function.kms_key_id,
      aws_cloudwatch_log_group.access.kms_key_id,
      aws_lambda_function.mcp.kms_key_arn,
      aws_sns_topic.alarms[0].kms_master_key_id,
    ] : used == var.kms_key_arn])
    error_message = "A key of one's own has to be used for the table, the secrets, both logs, the alarms' topic and the function's settings."
  }
}

run "audit" {
  variables {
    audit_external_id = "smcp-0123456789abcdef"
    audit_roles       = ["arn:aws:iam::444455556666:role/serverless-mcp-audit"]
  }

  assert {
    condition = toset(one([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement if statement.Sid == "Audit"]).Resource) == toset([
      "arn:aws:iam::444455556666:role/serverless-mcp-audit", aws_iam_role.audit[0].arn,
    ])
    error_message = "The function may assume the roles that are named, and no other."
  }

  assert {
    condition = (
      jsondecode(aws_iam_role.audit[0].assume_role_policy).Statement[0].Principal == { AWS = aws_iam_role.function.arn } &&
      jsondecode(aws_iam_role.audit[0].assume_role_policy).Statement[0].Condition == { StringEquals = { "sts:ExternalId" = "smcp-0123456789abcdef" } }
    )
    error_message = "Nobody but the function may assume the role, and only with the external id."
  }

  assert {
    condition = alltrue([for statement in jsondecode(aws_iam_role_policy.audit[0].policy).Statement :
    alltrue([for action in statement.Action : can(regex("^(s3:(Get|List)|ec2:Describe)[A-Za-z]+$", action)) && !strcontains(action, "Object") && action != "s3:ListBucket"])])
    error_message = "The role reads settings: it changes nothing and reads no object."
  }
}
