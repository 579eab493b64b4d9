# Both groups are made before anything writes to them: what AWS makes by itself keeps for ever.
resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

# Under this name a group takes no part of the 5,120 characters that an account's resource policy for CloudWatch may have: https://github.com/serverless/serverless/issues/10469.
resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/vendedlogs/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}
