# What agents do and how it ends, from the log lines and AWS's own metrics: nothing has to be exported for it. docs/telemetry.md says what each widget shows.
locals {
  log_source = "SOURCE '${aws_cloudwatch_log_group.function.name}'"

  # A line of the audit trail is JSON at the root, so that its members are fields.
  dashboard_queries = [
    {
      title = "Calls by outcome"
      query = "filter event = 'tool_call' | stats count(*) as calls by bin(5m), outcome"
      view  = "timeSeries", width = 12
    },
    {
      title = "Calls by tool and outcome"
      query = "filter event = 'tool_call' | stats count(*) as calls, pct(ms, 50) as p50_ms, pct(ms, 99) as p99_ms by tool, outcome | sort calls desc | limit 50"
      view  = "table", width = 12
    },
    {
      title = "Refusals: requests that the gate refused, and calls over a limit"
      query = "filter event = 'refused' or outcome = 'limited' | stats count(*) as refusals by bin(5m), outcome"
      view  = "timeSeries", width = 12
    },
    {
      title = "Latency of calls (ms)"
      query = "filter event = 'tool_call' | stats pct(ms, 50) as p50, pct(ms, 90) as p90, pct(ms, 99) as p99 by bin(5m)"
      view  = "timeSeries", width = 12
    },
    {
      title = "Terraform's rate limit reached (429)"
      query = "filter event = 'tool_call' and upstream_status = 429 | stats count(*) as rate_limited by bin(5m)"
      view  = "timeSeries", width = 12
    },
    {
      title = "Cold starts"
      query = "filter @type = 'REPORT' and ispresent(@initDuration) | stats count(*) as cold_starts, pct(@initDuration, 50) as p50_ms, max(@initDuration) as slowest_ms by bin(5m)"
      view  = "timeSeries", width = 12
    },
    {
      title = "Minted and revoked"
      query = "filter event in ['mint', 'revoke', 'revoke_all', 'revoke_everything'] | stats count(*) as acts by bin(1h), event"
      view  = "timeSeries", width = 12
    },
  ]

  dashboard_widgets = concat(
    [for widget in local.dashboard_queries : {
      type  = "log"
      width = widget.width, height = 6
      properties = {
        title  = widget.title
        region = var.region
        view   = widget.view
        query  = "${local.log_source} | ${widget.query}"
      }
    }],
    [{
      type  = "metric"
      width = 12, height = 6
      properties = {
        title  = "Function: invocations, errors, throttles"
        region = var.region
        view   = "timeSeries"
        stat   = "Sum"
        period = 300
        metrics = [for metric in ["Invocations", "Errors", "Throttles"] :
        ["AWS/Lambda", metric, "FunctionName", aws_lambda_function.mcp.function_name]]
      }
    }],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = local.dashboard_widgets })
}
