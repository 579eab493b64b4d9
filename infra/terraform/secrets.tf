# Containers only. Their values are put in with the aws CLI (outputs next_steps), so that neither a plan nor the state has ever seen one.
locals {
  # Accounts name a Terraform secret without this prefix, so none can name the admin token, which stands outside of it.
  secret_prefix = "${var.name}/terraform/"
}

resource "aws_secretsmanager_secret" "admin" {
  name                    = "${var.name}/admin-token"
  description             = "The API token that administers ${var.name}: at least 20 characters"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
}

resource "aws_secretsmanager_secret" "terraform" {
  for_each = var.terraform_secrets

  name                    = "${local.secret_prefix}${each.value}"
  description             = "A Terraform token that ${var.name} calls with"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
}
