// What somebody should hear of. A metric alert that nobody is named for still shows in the portal.
@description('First part of the names.')
param name string

@description('Region of the query that looks for failures.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the app.')
param appId string

@description('Resource id of the Application Insights component.')
param insightsId string

@description('Resource id of the workspace that telemetry is kept in.')
param workspaceId string

@description('Addresses that alerts are sent to.')
param emails array

@description('How many answers of 4xx in five minutes alert.')
param refusalsPer5Minutes int

// skipMetricValidation: an app that nobody has called yet has no metrics, and must be deployable.
var metrics = [
  {
    name: 'server-errors'
    metric: 'Http5xx'
    threshold: 0
    severity: 1
    says: 'Callers got 5xx: records or secrets can\'t be read, or the app fails.'
  }
  {
    name: 'refusals'
    metric: 'Http4xx'
    threshold: refusalsPer5Minutes
    severity: 2
    says: 'Many calls were refused: somebody guesses URLs, or an agent runs on with a dead one.'
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: '${name}-people'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [for (email, i) in emails: {
      name: 'email-${i}'
      emailAddress: email
      useCommonAlertSchema: true
    }]
  }
}

// Of the two next kinds only versions of this year are younger, which not every region may have.
#disable-next-line use-recent-api-versions
resource metricAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [for alert in metrics: {
  name: '${name}-${alert.name}'
  location: 'global'
  tags: tags
  properties: {
    description: alert.says
    severity: alert.severity
    enabled: true
    scopes: [
      appId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: alert.metric
          metricNamespace: 'Microsoft.Web/sites'
          metricName: alert.metric
          operator: 'GreaterThan'
          threshold: alert.threshold
          timeAggregation: 'Total'
          skipMetricValidation: true
        }
      ]
    }
    actions: empty(emails) ? [] : [
      {
        actionGroupId: people.id
      }
    ]
  }
}]

// Errors of the host and of the app: a handler that does not start, a timer that fails, an unhandled exception.
// Only where somebody is told: a query that runs costs by the month, and nothing else here does.
#disable-next-line use-recent-api-versions
resource failures 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = if (!empty(emails)) {
  name: '${name}-failures'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}: failures'
    description: 'The host or the app wrote errors: its traces and exceptions in Application Insights say which.'
    severity: 1
    enabled: true
    scopes: [
      insightsId
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'union isfuzzy=true traces, exceptions | where severityLevel >= 3'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}

// What comes above the day's cap is dropped, audit lines in the log among it: somebody may flood it to that end.
#disable-next-line use-recent-api-versions
resource telemetryCap 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = if (!empty(emails)) {
  name: '${name}-telemetry-cap'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}: telemetry is dropped'
    description: 'The day\'s telemetry is above dailyQuotaGb: until tomorrow nothing more is kept. The audit trail in the table goes on.'
    severity: 1
    enabled: true
    scopes: [
      workspaceId
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          // https://learn.microsoft.com/azure/azure-monitor/logs/daily-cap#alert-when-daily-cap-is-reached
          query: '_LogOperation | where Category =~ "Ingestion" | where Detail contains "OverQuota"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}
