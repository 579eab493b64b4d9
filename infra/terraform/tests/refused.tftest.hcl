# Bad values are refused while planning, each by the variable that has it: a run fails unless every variable it names refuses.
mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  region       = "eu-central-1"
  package_path = "tests/package.zip"

  reserved_concurrency = null
}

run "values_out_of_range" {
  command = plan

  variables {
    region                 = "Frankfurt"
    name                   = "Serverless MCP"
    package_path           = "tests/missing.zip"
    memory_mb              = 64
    timeout_seconds        = 30
    reserved_concurrency   = 0
    secret_recovery_days   = 3
    log_retention_days     = 0
    requests_per_second    = 0
    refusals_per_5_minutes = 0
    alarm_emails           = ["nobody"]
  }

  expect_failures = [
    var.region,
    var.name,
    var.package_path,
    var.memory_mb,
    var.timeout_seconds,
    var.reserved_concurrency,
    var.secret_recovery_days,
    var.log_retention_days,
    var.requests_per_second,
    var.refusals_per_5_minutes,
    var.alarm_emails,
  ]
}

run "names_of_the_wrong_form" {
  command = plan

  variables {
    terraform_secrets           = ["../admin-token"]
    secrets_extension_layer_arn = "AWS-Parameters-and-Secrets-Lambda-Extension"
    allowed_origins             = ["*"]
    kms_key_arn                 = "alias/mine"
    alarm_topic_arn             = "on-call"
    domain_name                 = "https://mcp.example.com/"
  }

  expect_failures = [
    var.terraform_secrets,
    var.secrets_extension_layer_arn,
    var.allowed_origins,
    var.kms_key_arn,
    var.alarm_topic_arn,
    var.domain_name,
  ]
}

run "a_network_by_halves_and_other_machines" {
  command = plan

  variables {
    architecture             = "amd64"
    otlp_headers_secret      = "audit-key"
    permissions_boundary_arn = "boundary"
    vpc                      = { subnet_ids = ["subnet-0123456789abcdef0"], security_group_ids = [] }
  }

  expect_failures = [
    var.architecture,
    var.otlp_headers_secret,
    var.permissions_boundary_arn,
    var.vpc,
  ]
}

run "what_hangs_on_other_variables" {
  command = plan

  variables {
    settings         = { TFE_TOKEN = "x" }
    audit_key_secret = "../audit-key"
    request_burst    = 4
    domain_name      = "mcp.example.com"
    certificate_arn  = "mcp.example.com"
  }

  expect_failures = [
    var.settings,
    var.audit_key_secret,
    var.request_burst,
    var.certificate_arn,
  ]
}

run "settings_of_its_own_and_no_secret" {
  command = plan

  variables {
    settings          = { SERVERLESSMCP_TABLE = "other" }
    terraform_secrets = []
  }

  expect_failures = [
    var.settings,
    var.terraform_secrets,
  ]
}

run "a_secret_by_value_and_an_audit_key_that_an_account_could_use" {
  command = plan

  variables {
    settings         = { SERVERLESSMCP_API_KEY_HEADER = "smcpapi_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }
    audit_key_secret = "tfe-token"
  }

  expect_failures = [
    var.settings,
    var.audit_key_secret,
  ]
}

run "the_audit_keys_name_by_another_way" {
  command = plan

  variables {
    settings = { SERVERLESSMCP_AUDIT_KEY_SECRET = "other" }
  }

  expect_failures = [var.settings]
}

run "a_domain_by_halves" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234"
    zone_id         = "Z0123456789ABCDEFGHIJ"
  }

  expect_failures = [
    var.certificate_arn,
    var.zone_id,
  ]
}
