// What agents do and how it ends, from the log lines: nothing has to be exported for it. docs/telemetry.md says what each part shows.
@description('First part of the name.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the Application Insights component.')
param insightsId string

// Each line of the app is a trace's message, and one of the audit trail is JSON at its root. The worker's other lines are plain, in its invocations.
var entries = 'traces | where message startswith "{" | extend e = parse_json(message) | extend event = tostring(e.event), outcome = tostring(e.outcome), tool = tostring(e.tool), ms = todouble(e.ms)'

var parts = [
  {
    title: 'Calls by outcome'
    query: '| where event == "tool_call" | summarize calls = count() by bin(timestamp, 5m), outcome'
    visualization: 'timechart'
  }
  {
    title: 'Calls by tool and outcome'
    query: '| where event == "tool_call" | summarize calls = count(), p50_ms = percentile(ms, 50), p99_ms = percentile(ms, 99) by tool, outcome | order by calls desc | take 50'
    visualization: 'table'
  }
  {
    title: 'Refusals: requests that the gate refused, and calls over a limit'
    query: '| where event == "refused" or outcome == "limited" | summarize refusals = count() by bin(timestamp, 5m), outcome'
    visualization: 'timechart'
  }
  {
    title: 'Latency of calls (ms)'
    query: '| where event == "tool_call" | summarize p50 = percentile(ms, 50), p90 = percentile(ms, 90), p99 = percentile(ms, 99) by bin(timestamp, 5m)'
    visualization: 'timechart'
  }
  {
    title: 'Rate limit of Terraform reached (429)'
    query: '| where event == "tool_call" and toint(e.upstream_status) == 429 | summarize rate_limited = count() by bin(timestamp, 5m)'
    visualization: 'timechart'
  }
  {
    title: 'Cold starts: programs that began'
    query: '| where tostring(e.message) == "Started." | summarize cold_starts = count() by bin(timestamp, 5m)'
    visualization: 'timechart'
  }
  {
    title: 'Minted and revoked'
    query: '| where event in ("mint", "revoke", "revoke_all", "revoke_everything") | summarize acts = count() by bin(timestamp, 1h), event'
    visualization: 'timechart'
  }
]

var items = [for part in parts: {
  type: 3
  content: {
    version: 'KqlItem/1.0'
    title: part.title
    query: '${entries} ${part.query}'
    size: 0
    timeContext: {
      durationMs: 86400000
    }
    queryType: 0
    resourceType: 'microsoft.insights/components'
    visualization: part.visualization
  }
}]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'agents')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: '${name}: agents'
    category: 'workbook'
    sourceId: insightsId
    version: 'Notebook/1.0'
    serializedData: string({
      version: 'Notebook/1.0'
      items: items
    })
  }
}

@description('Resource id of the workbook.')
output id string = workbook.id
