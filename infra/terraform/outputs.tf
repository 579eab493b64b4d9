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

output "terraform_secrets" {
  description = "Names of the secrets that have to hold Terraform tokens. Accounts refer to them by these names."
  value       = sort([for secret in aws_secretsmanager_secret.terraform : secret.name])
}

output "audit_key_secret" {
  description = "Name of the secret that has to hold the key that signs exports of the audit trail; null where there is none."
  value       = one(aws_secretsmanager_secret.audit_key[*].name)
}

output "domain_target" {
  description = "What a CNAME of domain_name has to point at, where zone_id is not given; null without a domain."
  value       = one(aws_apigatewayv2_domain_name.own[*].domain_name_configuration[0].target_domain_name)
}

# The Terraform token is typed into your shell and goes to Secrets Manager over standard input: it is in no file, no list of processes and no state.
output "next_steps" {
  description = "The commands that put the first secret in and mint the first URL."
  value       = <<-EOT
    # 1. Put a Terraform token in (paste it, then Enter; it is not shown).
    read -rs TFE_TOKEN
    printf %s "$TFE_TOKEN" | aws secretsmanager put-secret-value --region ${var.region} --secret-id ${local.first_secret} --secret-string file:///dev/stdin
    unset TFE_TOKEN

    # 2. Make the first admin token. It is shown nowhere but in this variable; the table keeps its hash.
    ADMIN_TOKEN=$(../first-admin-token.sh aws ${var.region} ${aws_dynamodb_table.records.name})

    # 3. Connect HCP Terraform, with your organization's name for acme-corp.
    curl --fail-with-body -X PUT ${local.public_url}/integrated-account/prod -H "Authorization: Bearer $ADMIN_TOKEN" \
      -d '{"address": "https://app.terraform.io", "organization": "acme-corp", "credential": {"secret": "${local.first_secret}"}}'

    # 4. Mint a URL: it reads, for two hours. The answer has it, this once.
    curl --fail-with-body ${local.public_url}/integrated-account/prod/mcp -H "Authorization: Bearer $ADMIN_TOKEN" -d '{"name": "first", "config": {"client": "claude-code"}}'
  EOT
}

locals {
  first_secret = aws_secretsmanager_secret.terraform[sort(var.terraform_secrets)[0]].name
}

output "audit_role" {
  description = "The role that an account of the integration aws reads this account by; null where audit_external_id is not given."
  value       = one(aws_iam_role.audit[*].arn)
}
