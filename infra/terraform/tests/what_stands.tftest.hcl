# What stands with nothing but the two required variables, and with everything given.
mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  region       = "eu-central-1"
  package_path = "tests/package.zip"

  reserved_concurrency = null
}

run "defaults" {
  assert {
    condition     = !can(regex("(?i)(path|uri|url|query|proxy|domain|header)", aws_apigatewayv2_stage.default.access_log_settings[0].format))
    error_message = "The path has the URL's token in it: the access log must have nothing that carries a path."
  }

  assert {
    condition = toset(keys(jsondecode(aws_apigatewayv2_stage.default.access_log_settings[0].format))) == toset([
      "requestId", "requestTime", "routeKey", "status", "responseLatency", "integrationLatency", "integrationStatus", "responseLength",
    ])
    error_message = "The access log has these members, and a new one has to be thought about."
  }

  assert {
    condition     = aws_dynamodb_table.records.ttl[0].enabled && aws_dynamodb_table.records.ttl[0].attribute_name == "expires_at_epoch"
    error_message = "Expired records have to be tidied up by the table itself."
  }

  assert {
    condition = (
      aws_dynamodb_table.records.point_in_time_recovery[0].enabled &&
      aws_dynamodb_table.records.deletion_protection_enabled &&
      aws_dynamodb_table.records.server_side_encryption[0].enabled &&
      aws_dynamodb_table.records.billing_mode == "PAY_PER_REQUEST"
    )
    error_message = "The table has to be recoverable, protected, encrypted, and free of cost while idle."
  }

  assert {
    condition = (
      aws_dynamodb_table.records.hash_key == "kind" && aws_dynamodb_table.records.range_key == "id" &&
      length(aws_dynamodb_table.records.local_secondary_index) == 0 && length(aws_dynamodb_table.records.global_secondary_index) == 0 &&
      { for attribute in aws_dynamodb_table.records.attribute : attribute.name => attribute.type } == { kind = "S", id = "S" }
    )
    error_message = "The keys are those that the function's store writes: DynamoDbItem has them."
  }

  assert {
    condition     = aws_cloudwatch_log_group.function.retention_in_days == 90 && aws_cloudwatch_log_group.access.retention_in_days == 90
    error_message = "Logs must not be kept for ever."
  }

  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.this)) == toset(["errors", "throttles", "duration", "server_errors", "refusals"])
    error_message = "An alarm is missing."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.treat_missing_data == "notBreaching" && length(alarm.alarm_actions) == 0])
    error_message = "No traffic is no alarm, and without a topic nobody is told."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["duration"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["duration"].threshold == 23200
    error_message = "The duration's alarm is at 80 % of the timeout, in milliseconds."
  }

  assert {
    condition = alltrue([for part in ["Calls by outcome", "Calls by tool and outcome", "Refusals", "Latency", "(429)", "Cold starts"] :
    anytrue([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : strcontains(widget.properties.title, part)])])
    error_message = "The dashboard has calls by tool and outcome, refusals, latency, Terraform's rate limit and cold starts."
  }

  assert {
    condition = alltrue([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets :
    widget.type == "metric" || startswith(try(widget.properties.query, ""), "SOURCE '/aws/lambda/serverless-mcp' | filter ")])
    error_message = "Each query of the dashboard reads the function's log group, which has a name, and filters first."
  }

  assert {
    condition = (
      aws_lambda_function.mcp.runtime == "provided.al2023" && aws_lambda_function.mcp.handler == "bootstrap" &&
      aws_lambda_function.mcp.architectures == tolist(["x86_64"]) && length(aws_lambda_function.mcp.layers) == 0 &&
      length(aws_lambda_function.mcp.vpc_config) == 0 && aws_lambda_function.mcp.tracing_config[0].mode == "PassThrough"
    )
    error_message = "The package is an executable named bootstrap for x86_64."
  }

  assert {
    condition = aws_lambda_function.mcp.environment[0].variables == tomap({
      SERVERLESSMCP_PUBLIC_URL       = "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com"
      SERVERLESSMCP_TABLE            = "serverless-mcp-records"
      SERVERLESSMCP_AUDIT_KEY_SECRET = "serverless-mcp/audit-key"
    })
    error_message = "The function's settings are these three, and none is a secret: of the audit key it is the name."
  }

  assert {
    condition     = toset(keys(aws_apigatewayv2_route.all)) == toset(["ANY /", "ANY /{proxy+}"])
    error_message = "Every method and path has to reach the function; the product answers 404 and 405."
  }

  assert {
    condition = (
      aws_apigatewayv2_stage.default.default_route_settings[0].throttling_rate_limit == 50 &&
      aws_apigatewayv2_stage.default.default_route_settings[0].throttling_burst_limit == 100
    )
    error_message = "Guessing has to be slowed down before it reaches the function."
  }

  assert {
    condition = (
      length(aws_apigatewayv2_domain_name.own) == 0 && length(aws_apigatewayv2_api_mapping.own) == 0 && length(aws_route53_record.own) == 0 &&
      !aws_apigatewayv2_api.front.disable_execute_api_endpoint && output.domain_target == null
    )
    error_message = "Without a domain the API's own address is the one."
  }

  assert {
    condition     = output.audit_key_secret == "serverless-mcp/audit-key" && aws_secretsmanager_secret.audit_key[0].recovery_window_in_days == 7
    error_message = "The audit key has a container of its own, recoverable like the others."
  }

  assert {
    condition     = output.terraform_secrets == tolist(["serverless-mcp/tfe-token"]) && aws_secretsmanager_secret.terraform["tfe-token"].recovery_window_in_days == 7
    error_message = "A deleted secret has to be recoverable for some days."
  }

  assert {
    condition     = strcontains(output.next_steps, "put-secret-value --region eu-central-1 --secret-id serverless-mcp/tfe-token --secret-string file:///dev/stdin")
    error_message = "The next steps have to name the secret, and take its value from standard input."
  }
}

# A bound on the account's concurrency is a decision, so nobody is spared it by a default.
run "in_a_private_network" {
  variables {
    architecture             = "arm64"
    otlp_headers_secret      = "otlp-headers"
    tracing                  = true
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
    vpc                      = { subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"], security_group_ids = ["sg-0123456789abcdef0"] }
  }

  assert {
    condition = (
      aws_lambda_function.mcp.vpc_config[0].subnet_ids == toset(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]) &&
      aws_lambda_function.mcp.vpc_config[0].security_group_ids == toset(["sg-0123456789abcdef0"])
    )
    error_message = "The function has to stand in the subnets, with the security groups."
  }

  assert {
    condition = toset([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : "${statement.Effect} ${join(" ", sort(statement.Action))}"
      if startswith(statement.Sid, "Network")]) == toset([for effect in ["Allow", "Deny"] :
      "${effect} ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses"
    ])
    error_message = "Lambda has to be able to make the network interfaces, and the function's own code must not."
  }

  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement.Condition if statement.Sid == "NetworkNotFromWithin"]) == {
      ArnEquals = { "lambda:SourceFunctionArn" = "arn:aws:lambda:eu-central-1:111122223333:function:serverless-mcp" }
    }
    error_message = "It is denied to what runs in this function, and to nothing else."
  }

  assert {
    condition = (
      aws_lambda_function.mcp.tracing_config[0].mode == "Active" &&
      one([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement.Action if statement.Sid == "Tracing"]) == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    )
    error_message = "With tracing the platform's segments go to X-Ray, and the role may write them."
  }

  assert {
    condition = (
      aws_lambda_function.mcp.environment[0].variables["SERVERLESSMCP_OTLP_HEADERS_SECRET"] == "serverless-mcp/otlp-headers" &&
      length(one([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement.Resource if statement.Sid == "Secrets"])) == 3
    )
    error_message = "Of a collector's headers the function has the name, and may read the value."
  }

  assert {
    condition     = aws_lambda_function.mcp.architectures == tolist(["arm64"]) && aws_iam_role.function.permissions_boundary == var.permissions_boundary_arn
    error_message = "Architecture and boundary have to be those given."
  }
}

run "a_region_of_another_partition" {
  command = plan

  variables {
    region = "eusc-de-east-1"
  }

  assert {
    condition     = aws_lambda_function.mcp.function_name == "serverless-mcp"
    error_message = "GovCloud, China and the European Sovereign Cloud are regions as well."
  }
}

run "everything" {
  variables {
    name                        = "tfmcp"
    domain_name                 = "mcp.example.com"
    certificate_arn             = "arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"
    zone_id                     = "Z0123456789ABCDEFGHIJ"
    terraform_secrets           = ["prod", "staging"]
    secrets_extension_layer_arn = "arn:aws:lambda:eu-central-1:187925254637:layer:AWS-Parameters-and-Secrets-Lambda-Extension:17"
    alarm_emails                = ["platform-team@example.com"]
    alarm_topic_arn             = "arn:aws:sns:eu-central-1:111122223333:on-call"
    reserved_concurrency        = 20
    deletion_protection         = false
    allowed_origins             = ["https://console.example.com", "https://tools.example.com"]
    audit_key_secret            = null
    settings = {
      SERVERLESSMCP_AUDIT_READS           = "false", SERVERLESSMCP_AUDIT_RETENTION = "365d", SERVERLESSMCP_TOKEN_AUDIENCES = "api://serverless-mcp", SERVERLESSMCP_OWN_ISSUERS = "https://login.example.com",
      SERVERLESSMCP_RULES_MAY_GRANT_ADMIN = "false",
    }
  }

  assert {
    condition     = output.url == "https://mcp.example.com" && aws_lambda_function.mcp.environment[0].variables["SERVERLESSMCP_PUBLIC_URL"] == "https://mcp.example.com"
    error_message = "Minted URLs have to start with the domain."
  }

  assert {
    condition     = aws_apigatewayv2_api.front.disable_execute_api_endpoint && aws_apigatewayv2_domain_name.own[0].domain_name_configuration[0].security_policy == "TLS_1_2"
    error_message = "With a domain there is one way in, and it is TLS 1.2 or better."
  }

  assert {
    condition     = aws_apigatewayv2_domain_name.own[0].domain_name_configuration[0].ip_address_type == "dualstack" && aws_apigatewayv2_api.front.ip_address_type == "dualstack"
    error_message = "An AAAA record leads nowhere unless the domain listens on IPv6."
  }

  assert {
    condition     = toset(keys(aws_route53_record.own)) == toset(["A", "AAAA"])
    error_message = "The zone has to lead to the domain, with IPv4 and IPv6."
  }

  assert {
    condition = (
      length(aws_secretsmanager_secret.audit_key) == 0 && output.audit_key_secret == null &&
      !contains(keys(aws_lambda_function.mcp.environment[0].variables), "SERVERLESSMCP_AUDIT_KEY_SECRET") &&
      aws_lambda_function.mcp.environment[0].variables["SERVERLESSMCP_AUDIT_RETENTION"] == "365d"
    )
    error_message = "Without an audit key there is no container and no setting for one; how long the trail is kept is a setting."
  }

  assert {
    condition     = alltrue([for name, value in var.settings : aws_lambda_function.mcp.environment[0].variables[name] == value]) && aws_lambda_function.mcp.reserved_concurrent_executions == 20
    error_message = "Settings and concurrency have to reach the function."
  }

  assert {
    condition     = aws_lambda_function.mcp.environment[0].variables["SERVERLESSMCP_ALLOWED_ORIGINS"] == "https://console.example.com,https://tools.example.com"
    error_message = "The origins that may call have to reach the function."
  }

  assert {
    condition     = length(aws_lambda_function.mcp.layers) == 1 && aws_lambda_function.mcp.environment[0].variables["PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"] == "2773"
    error_message = "The extension is a layer of the function, and the function has to know its port."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : length(alarm.alarm_actions) == 2]) && length(aws_sns_topic_subscription.email) == 1
    error_message = "Alarms go to the topic made here and to the one given."
  }

  assert {
    condition     = output.terraform_secrets == tolist(["tfmcp/prod", "tfmcp/staging"])
    error_message = "Each Terraform token has a secret of its own."
  }

  assert {
    condition     = !aws_dynamodb_table.records.deletion_protection_enabled
    error_message = "Protection can be taken off, or nobody could leave."
  }
}
