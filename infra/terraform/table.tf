# The records: accounts, minted URLs and API tokens, of which only hashes are kept. The form is that of src/Lambda/Records/DynamoDbItem.cs.
# It has no index: a local one can only be made together with the table, and would hold all items of a partition key together for good.
resource "aws_dynamodb_table" "records" {
  name                        = "${var.name}-records"
  billing_mode                = "PAY_PER_REQUEST" # idle costs nothing
  hash_key                    = "kind"
  range_key                   = "id"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "kind"
    type = "S"
  }

  attribute {
    name = "id"
    type = "S"
  }

  # Tidies up within a few days. Access never depends on it: every call compares expires_at.
  ttl {
    attribute_name = "expires_at_epoch"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }

  # What depends on others is destroyed before them: so a destroy that the table refuses has not taken the API (and with it every URL's host name), the secrets or the logs.
  depends_on = [
    aws_apigatewayv2_stage.default,
    aws_secretsmanager_secret.terraform,
    aws_secretsmanager_secret.audit_key,
    aws_secretsmanager_secret.otlp_headers,
    aws_cloudwatch_log_group.function,
    aws_cloudwatch_log_group.access,
  ]
}
