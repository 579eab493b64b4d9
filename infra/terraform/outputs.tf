output "url" {
  description = "Where the control plane is and what minted URLs start with."
  value       = local.public_url
}

output "function_name" {
  description = "The Lambda function."
  value       = aws_lambda_function.mcp.function_name
}

output "table_name" {
  description = "The table of records."
  value       = aws_dynamodb_table.records.name
}

output "admin_secret" {
  description = "Name of the secret that has to hold the admin token."
  value       = aws_secretsmanager_secret.admin.name
}

output "terraform_secrets" {
  description = "Names of the secrets that have to hold Terraform tokens, by the name that accounts refer to them with."
  value       = { for name, secret in aws_secretsmanager_secret.terraform : name => secret.name }
}

output "domain_target" {
  description = "What a CNAME of domain_name has to point at, where zone_id is not given; null without a domain."
  value       = one(aws_apigatewayv2_domain_name.own[*].domain_name_configuration[0].target_domain_name)
}

# The values are typed or made in your shell and go to Secrets Manager over standard input: they are in no file, no process list and no state.
output "next_steps" {
  description = "The commands that put the first secrets in and mint the first URL."
  value       = <<-EOT
    # 1. Make the admin token and put it in.
    ADMIN_TOKEN=$(openssl rand -hex 32)
    printf %s "$ADMIN_TOKEN" | aws secretsmanager put-secret-value --region ${var.region} --secret-id ${aws_secretsmanager_secret.admin.name} --secret-string file:///dev/stdin

    # 2. Put a Terraform token in (paste it, then Enter; it is not shown).
    read -rs TFE_TOKEN
    printf %s "$TFE_TOKEN" | aws secretsmanager put-secret-value --region ${var.region} --secret-id ${local.first_terraform_secret.name} --secret-string file:///dev/stdin
    unset TFE_TOKEN

    # 3. Connect HCP Terraform, with your organization's name for acme-corp.
    curl --fail-with-body -X PUT ${local.public_url}/integrated-account/prod -H "Authorization: Bearer $ADMIN_TOKEN" \
      -d '{"address": "https://app.terraform.io", "organization": "acme-corp", "credential": {"secret": "${local.first_terraform_secret.key}"}}'

    # 4. Mint a URL: it reads, for two hours. The answer has it, this once.
    curl --fail-with-body ${local.public_url}/integrated-account/prod/mcp -H "Authorization: Bearer $ADMIN_TOKEN" -d '{"name": "first"}'
  EOT
}

locals {
  first_terraform_secret = {
    key  = sort(var.terraform_secrets)[0]
    name = aws_secretsmanager_secret.terraform[sort(var.terraform_secrets)[0]].name
  }
}
