resource "aws_apigatewayv2_domain_name" "own" {
  count = var.domain_name == null ? 0 : 1

  domain_name = var.domain_name

  domain_name_configuration {
    certificate_arn = var.certificate_arn
    endpoint_type   = "REGIONAL"
    ip_address_type = "dualstack" # The zone has an AAAA record for it.
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "own" {
  count = var.domain_name == null ? 0 : 1

  api_id      = aws_apigatewayv2_api.front.id
  domain_name = aws_apigatewayv2_domain_name.own[0].id
  stage       = aws_apigatewayv2_stage.default.id
}

resource "aws_route53_record" "own" {
  for_each = var.zone_id == null ? [] : toset(["A", "AAAA"])

  zone_id = var.zone_id
  name    = var.domain_name
  type    = each.value

  alias {
    name                   = aws_apigatewayv2_domain_name.own[0].domain_name_configuration[0].target_domain_name
    zone_id                = aws_apigatewayv2_domain_name.own[0].domain_name_configuration[0].hosted_zone_id
    evaluate_target_health = false
  }
}
