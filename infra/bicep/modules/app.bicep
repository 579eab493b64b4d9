// The function app on Flex Consumption.
// https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code
@description('Name of the app, unique in the world.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('What minted URLs start with; empty for the app\'s own host name.')
param publicUrl string

@description('Origins of browser pages that may call.')
param allowedOrigins array

@description('Name, in the vault, of the key that signs exports of the audit trail; empty for none.')
param auditKeyName string

@description('Name, in the vault, of the headers that a telemetry collector wants to see; empty for none.')
param otlpHeadersSecretName string

@description('Further settings, none of them a secret: main.bicep has their names.')
param furtherSettings object

@description('Which of the two programs runs: main.bicep says more.')
param runtime string

@description('Resource id of the subnet that the app calls from; empty for none.')
param subnetId string

@description('Memory of an instance in MB.')
param instanceMemoryMB int

@description('The most instances that run at once.')
param maximumInstanceCount int

@description('Calls that an instance takes at once.')
param perInstanceConcurrency int

@description('Instances that are kept ready.')
param alwaysReady int

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Name of the storage account.')
param storageName string

@description('The blob container that packages are deployed from.')
param packageContainerUrl string

@description('Where tables are.')
param tablesEndpoint string

@description('The table that has the records.')
param tableName string

@description('Address of the vault.')
param vaultUri string

@description('Name of the Application Insights component.')
param insightsName string

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    clientAffinityEnabled: false
    functionAppConfig: {
      runtime: {
        name: runtime
        version: runtime == 'custom' ? '1.0' : '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady == 0 ? [] : [{ name: 'http', instanceCount: alwaysReady }]
        triggers: {
          http: {
            perInstanceConcurrency: perInstanceConcurrency
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
    }
  }

  // Deploying takes a Microsoft Entra login; the publish profile's password opens nothing.
  resource scmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource ftpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  // Apart from the app, because the first needs the host name that the app gets. No secret is among them, and FUNCTIONS_WORKER_RUNTIME must not be, on Flex Consumption.
  resource settings 'config' = {
    name: 'appsettings'
    properties: union(furtherSettings, {
      AzureWebJobsStorage__accountName: storageName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId

      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'

      // A path has a URL's token in it. The host writes paths at Information, and Application Insights has them in requests.url: both are off in host.json, and here
      // again, so that a package with another host.json does not bring them back.
      AzureFunctionsJobHost__logging__logLevel__default: 'Warning'
      AzureFunctionsJobHost__logging__applicationInsights__httpAutoCollectionOptions__enableHttpTriggerExtendedInfoCollection: 'false'

      // What src/Functions/FunctionsSettings.cs reads. No admin token among them: the first one is a record (infra/first-admin-token.sh).
      AZURE_CLIENT_ID: identityClientId
      SERVERLESSMCP_PUBLIC_URL: empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
      SERVERLESSMCP_ALLOWED_ORIGINS: join(allowedOrigins, ',')
      SERVERLESSMCP_TABLES_ENDPOINT: tablesEndpoint
      SERVERLESSMCP_TABLE: tableName
      SERVERLESSMCP_VAULT_URL: vaultUri
      SERVERLESSMCP_AUDIT_KEY_SECRET: auditKeyName
      SERVERLESSMCP_OTLP_HEADERS_SECRET: otlpHeadersSecretName
    })
  }
}

@description('Resource id of the app.')
output id string = app.id

@description('Where the control plane is and what minted URLs start with.')
output url string = empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
