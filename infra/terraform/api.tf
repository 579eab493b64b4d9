# An HTTP API and not a function URL: a public function URL needs InvokeFunction for everybody under a condition that provider 5.100 can't express,
# and has no throttling of its own.
resource "aws_apigatewayv2_api" "front" {
  name                         = var.name
  protocol_type                = "HTTP"
  ip_address_type              = "dualstack"
  disable_execute_api_endpoint = var.domain_name != null
}

resource "aws_apigatewayv2_integration" "function" {
  api_id                 = aws_apigatewayv2_api.front.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.mcp.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

resource "aws_apigatewayv2_route" "all" {
  # The proxy route takes every path but the bare root.
  for_each = toset(["ANY /", "ANY /{proxy+}"])

  api_id             = aws_apigatewayv2_api.front.id
  route_key          = each.value
  target             = "integrations/${aws_apigatewayv2_integration.function.id}"
  authorization_type = "NONE" # The token in the path is the authorization, and the function checks it.
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.front.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit    = var.requests_per_second
    throttling_burst_limit   = var.request_burst
    detailed_metrics_enabled = false
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn

    # No path of any kind ($context.path, .rawPath, .domainName with a path): it has the URL's token in it. routeKey is "ANY /{proxy+}".
    format = jsonencode({
      requestId          = "$context.requestId"
      requestTime        = "$context.requestTime"
      routeKey           = "$context.routeKey"
      status             = "$context.status"
      responseLatency    = "$context.responseLatency"
      integrationLatency = "$context.integrationLatency"
      integrationStatus  = "$context.integrationStatus"
      responseLength     = "$context.responseLength"
    })
  }
}

resource "aws_lambda_permission" "front" {
  statement_id  = "front"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.mcp.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.front.execution_arn}/*"
}
