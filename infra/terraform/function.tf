locals {
  # What minted URLs start with. It is never taken from a request: a forged Host would send a fresh token to somebody else's server.
  public_url = var.domain_name == null ? aws_apigatewayv2_api.front.api_endpoint : "https://${var.domain_name}"
}

resource "aws_lambda_function" "mcp" {
  function_name = var.name
  description   = "ServerlessMcp: short-lived MCP URLs for HCP Terraform"
  role          = aws_iam_role.function.arn

  # The host speaks the Runtime API itself, so the runtime is Amazon Linux and the handler an executable.
  runtime          = "provided.al2023"
  architectures    = [var.architecture]
  handler          = "bootstrap"
  filename         = var.package_path
  source_code_hash = filebase64sha256(var.package_path)
  layers           = var.secrets_extension_layer_arn == null ? [] : [var.secrets_extension_layer_arn]

  memory_size                    = var.memory_mb
  timeout                        = var.timeout_seconds
  reserved_concurrent_executions = var.reserved_concurrency == null ? -1 : var.reserved_concurrency
  kms_key_arn                    = var.kms_key_arn

  environment {
    variables = merge(
      var.settings,
      {
        SERVERLESSMCP_PUBLIC_URL = local.public_url
        SERVERLESSMCP_TABLE      = aws_dynamodb_table.records.name
      },
      length(var.allowed_origins) == 0 ? {} : { SERVERLESSMCP_ALLOWED_ORIGINS = join(",", var.allowed_origins) },
      # The name of the key that signs exports; the key itself is in Secrets Manager alone.
      var.audit_key_secret == null ? {} : { SERVERLESSMCP_AUDIT_KEY_SECRET = aws_secretsmanager_secret.audit_key[0].name },
      var.otlp_headers_secret == null ? {} : { SERVERLESSMCP_OTLP_HEADERS_SECRET = aws_secretsmanager_secret.otlp_headers[0].name },
      # With the port the function asks the extension; the extension listens there by default.
      var.secrets_extension_layer_arn == null ? {} : { PARAMETERS_SECRETS_EXTENSION_HTTP_PORT = "2773" },
    )
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  # Without its policy the first call could come before the function may read anything.
  depends_on = [aws_iam_role_policy.function]
}
