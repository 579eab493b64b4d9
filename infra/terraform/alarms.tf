locals {
  function_dimension = { FunctionName = aws_lambda_function.mcp.function_name }
  api_dimension      = { ApiId = aws_apigatewayv2_api.front.id }

  alarms = {
    errors = {
      says      = "The function failed: it crashed, ran out of memory or of time. Its log group says why."
      namespace = "AWS/Lambda", metric = "Errors", dimensions = local.function_dimension
      statistic = "Sum", percentile = null, threshold = 0
    }
    throttles = {
      says      = "Calls were refused because too many ran at once: raise reserved_concurrency or the account's limit."
      namespace = "AWS/Lambda", metric = "Throttles", dimensions = local.function_dimension
      statistic = "Sum", percentile = null, threshold = 0
    }
    duration = {
      says      = "Calls come close to the timeout of ${var.timeout_seconds} s: Terraform is slow, or memory_mb too small."
      namespace = "AWS/Lambda", metric = "Duration", dimensions = local.function_dimension
      statistic = null, percentile = "p99", threshold = var.timeout_seconds * 1000 * 0.8
    }
    server_errors = {
      says      = "Callers got 5xx: records or secrets can't be read, or the function fails."
      namespace = "AWS/ApiGateway", metric = "5xx", dimensions = local.api_dimension
      statistic = "Sum", percentile = null, threshold = 0
    }
    refusals = {
      says      = "Many calls were refused: somebody guesses URLs, or an agent runs on with a dead one."
      namespace = "AWS/ApiGateway", metric = "4xx", dimensions = local.api_dimension
      statistic = "Sum", percentile = null, threshold = var.refusals_per_5_minutes
    }
  }

  alarm_topics = concat(aws_sns_topic.alarms[*].arn, var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn])
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${replace(each.key, "_", "-")}"
  alarm_description   = each.value.says
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  extended_statistic  = each.value.percentile
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching" # nobody calling is no alarm
  alarm_actions       = local.alarm_topics
  ok_actions          = local.alarm_topics
}

resource "aws_sns_topic" "alarms" {
  count = length(var.alarm_emails) > 0 ? 1 : 0

  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.alarm_emails

  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = each.value
}
