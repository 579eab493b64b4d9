# Containers only. Their values are put in with the aws CLI (output next_steps), so that neither a plan nor the state has ever seen one.
# There is none for an admin token: API tokens are kept as hashes in the table, the first one too (infra/first-admin-token.sh).
resource "aws_secretsmanager_secret" "terraform" {
  for_each = var.terraform_secrets

  name                    = "${var.name}/${each.value}"
  description             = "A Terraform token that ${var.name} calls with"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
}

# What an OpenTelemetry collector wants to see, a key most often.
resource "aws_secretsmanager_secret" "otlp_headers" {
  count = var.otlp_headers_secret == null ? 0 : 1

  name                    = "${var.name}/${var.otlp_headers_secret}"
  description             = "The headers that ${var.name} sends its telemetry with"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
}

# The private key that signs exports of the audit trail; no account may name it as its token.
resource "aws_secretsmanager_secret" "audit_key" {
  count = var.audit_key_secret == null ? 0 : 1

  name                    = "${var.name}/${var.audit_key_secret}"
  description             = "The key that ${var.name} signs exports of its audit trail with"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
}
