// ServerlessMcp on Azure Functions, Flex Consumption: nothing runs, and nothing is paid for, while nobody calls. docs/azure.md has the commands.
targetScope = 'resourceGroup'

@description('First part of every name: small letters and digits, beginning with a letter. Names that have to be unique in the world get a suffix made from the resource group.')
@minLength(3)
@maxLength(11)
param name string = 'smcp'

@description('Region of everything; it has to have Flex Consumption (az functionapp list-flexconsumption-locations).')
param location string = resourceGroup().location

@description('Tags of everything.')
param tags object = {}

@description('What minted URLs start with, if the app has a host name of yours (https://mcp.example.com); empty for its own. It is never taken from a request.')
param publicUrl string = ''

@description('Origins of browser pages that may call, besides the app\'s own: https://console.example.com.')
param allowedOrigins array = []

@description('Name, in the vault, of the key that signs exports of the audit trail; empty for no exports. The key is put in by hand: docs/azure.md.')
param auditKeyName string = 'audit-key'

@description('Name, in the vault, of what an OpenTelemetry collector wants to see (OTEL_EXPORTER_OTLP_HEADERS: name=value,name=value); empty for nothing. It is put in by hand, as tokens are.')
param otlpHeadersSecretName string = ''

@description('Further settings of the app, all plain. The type is sealed, so that a name which is not in it, such as a token\'s, is refused before anything is deployed.')
param settings furtherSettings = {}

@description('Object id of the person or group that sets secrets and makes the first admin token; empty for nobody. az ad signed-in-user show --query id -o tsv')
param operatorId string = ''

@description('Whether operatorId is a person or a group.')
@allowed([
  'User'
  'Group'
  'ServicePrincipal'
])
param operatorType string = 'User'

@description('Which of the two programs runs, and so which package is deployed (output package): custom, compiled to machine code, or dotnet-isolated, the worker of Microsoft.Azure.Functions.Worker. docs/design/hosting.md says when to take which.')
@allowed([
  'custom'
  'dotnet-isolated'
])
param runtime string = 'custom'

@description('The virtual network that the app calls from, for a Terraform Enterprise in a private network: a subnet delegated to Microsoft.App/environments, of /27 or more. Empty for none. docs/azure.md.')
param network privateNetwork = {}

@description('Memory of an instance in MB. At 512 the host and the program take 220 after thousands of calls.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 512

@description('Calls that an instance takes at once before another one is started. The platform takes 4 at 512 MB if nothing is said, and each instance costs for itself.')
@minValue(1)
@maxValue(1000)
param perInstanceConcurrency int = 100

@description('Instances that are kept ready. They cost also while idle; 0 starts one in about half a second when it is needed.')
@minValue(0)
@maxValue(20)
param alwaysReady int = 0

@description('The most instances that run at once: a bound on what a leaked URL can cost.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Days for which telemetry, the audit lines among it, is kept.')
@minValue(30)
@maxValue(730)
param retentionInDays int = 90

@description('The most telemetry a day in GB; what comes above it is dropped.')
@minValue(1)
@maxValue(100)
param dailyQuotaGb int = 1

@description('Days in which a deleted secret or vault can be brought back. They can\'t be cut short, and can\'t be changed later.')
@minValue(7)
@maxValue(90)
param secretRecoveryDays int = 7

@description('Copies of the data: in three zones, or, in a region without zones, in one.')
@allowed([
  'Standard_ZRS'
  'Standard_LRS'
])
param redundancy string = 'Standard_ZRS'

@description('Whether the storage account with the records refuses to be deleted. docs/azure.md: back to nothing.')
param protectRecords bool = true

@description('Addresses that alerts are sent to. Without one there is no query for failures either, because it costs by the month.')
param alertEmails array = []

@description('How many answers of 4xx in five minutes alert: somebody guesses URLs, or an agent runs on with a dead one.')
@minValue(1)
param refusalsPer5Minutes int = 200

// What src/Shared/Hosting/EnvironmentSettings.cs says of each holds here too; what is a secret, or set by app.bicep, is not among them.
@sealed()
type furtherSettings = {
  @description('When the admin token works.')
  SERVERLESSMCP_BOOTSTRAP: ('once' | 'always')?

  @description('The header that API tokens may come in.')
  @maxLength(64)
  SERVERLESSMCP_API_KEY_HEADER: string?

  @description('How many proxies before the app write X-Forwarded-For, from 0 to 10; Azure\'s own front end is one.')
  @maxLength(2)
  SERVERLESSMCP_TRUSTED_PROXIES: string?

  @description('Hosts of OAuth issuers that may have a private address, separated by commas.')
  SERVERLESSMCP_PRIVATE_ISSUER_HOSTS: string?

  @description('OIDC issuers of this organization alone, separated by commas: identity rules for them may match groups and app roles.')
  SERVERLESSMCP_OWN_ISSUERS: string?

  @description('Audiences of machines\' OIDC tokens that are this deployment\'s own, besides its URL, separated by commas.')
  SERVERLESSMCP_TOKEN_AUDIENCES: string?

  @description('Whether identity rules may grant admin.')
  SERVERLESSMCP_RULES_MAY_GRANT_ADMIN: ('true' | 'false')?

  @description('How long the audit trail is kept in the table, such as 365d; 0 for in the log alone.')
  @maxLength(8)
  SERVERLESSMCP_AUDIT_RETENTION: string?

  @description('Whether calls that only read are kept there too.')
  SERVERLESSMCP_AUDIT_READS: ('true' | 'false')?

  @description('The OpenTelemetry collector that spans and metrics are sent to: docs/telemetry.md. It is sent no secret.')
  OTEL_EXPORTER_OTLP_ENDPOINT: string?

  @description('The part of the traces that is sent, 0 to 1.')
  OTEL_TRACES_SAMPLER_ARG: string?

  @description('What else the collector is told of where it comes from: deployment.environment.name=production.')
  OTEL_RESOURCE_ATTRIBUTES: string?

  @description('How much is logged.')
  SERVERLESSMCP_LOG_LEVEL: ('Trace' | 'Debug' | 'Information' | 'Warning' | 'Error' | 'None')?
}

@sealed()
type privateNetwork = {
  @description('Resource id of the delegated subnet.')
  appSubnetId: string?

  @description('Where storage and vault are to be reached from this network alone: the subnet of their private endpoints, and the private DNS zones that resolve them.')
  privateEndpoints: {
    subnetId: string
    zoneIds: { blob: string, queue: string, table: string, vault: string }
  }?
}

var isPublic = network.?privateEndpoints == null
var insightsName = '${name}-insights'
var suffix = uniqueString(resourceGroup().id)
var appName = '${name}-${suffix}'

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: '${name}-app'
    location: location
    tags: tags
  }
}

module telemetry 'modules/telemetry.bicep' = {
  name: 'telemetry'
  params: {
    name: name
    location: location
    tags: tags
    retentionInDays: retentionInDays
    dailyQuotaGb: dailyQuotaGb
    insightsName: insightsName
    principalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: '${name}${suffix}'
    location: location
    tags: tags
    redundancy: redundancy
    protectRecords: protectRecords
    isPublic: isPublic
    principalId: identity.outputs.principalId
    operatorId: operatorId
    operatorType: operatorType
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: '${name}${suffix}'
    location: location
    tags: tags
    secretRecoveryDays: secretRecoveryDays
    isPublic: isPublic
    workspaceId: telemetry.outputs.workspaceId
    principalId: identity.outputs.principalId
    operatorId: operatorId
    operatorType: operatorType
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    name: appName
    location: location
    tags: tags
    publicUrl: publicUrl
    allowedOrigins: allowedOrigins
    auditKeyName: auditKeyName
    otlpHeadersSecretName: otlpHeadersSecretName
    furtherSettings: settings
    runtime: runtime
    subnetId: network.?appSubnetId ?? ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    perInstanceConcurrency: perInstanceConcurrency
    alwaysReady: alwaysReady
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packageContainerUrl: storage.outputs.packageContainerUrl
    tablesEndpoint: storage.outputs.tablesEndpoint
    tableName: storage.outputs.tableName
    vaultUri: vault.outputs.uri
    insightsName: insightsName
  }
}

module endpoints 'modules/network.bicep' = if (!isPublic) {
  name: 'network'
  params: {
    name: name
    location: location
    tags: tags
    subnetId: network.privateEndpoints!.subnetId
    zoneIds: network.privateEndpoints!.zoneIds
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    name: name
    location: location
    tags: tags
    insightsId: telemetry.outputs.insightsId
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    name: name
    location: location
    tags: tags
    appId: app.outputs.id
    insightsId: telemetry.outputs.insightsId
    workspaceId: telemetry.outputs.workspaceId
    emails: alertEmails
    refusalsPer5Minutes: refusalsPer5Minutes
  }
}

@description('Where the control plane is and what minted URLs start with.')
output url string = app.outputs.url

@description('The function app that the package is deployed to.')
output appName string = appName

@description('The package that this runtime takes, as the script of its name leaves it: build/package-azure.sh or build/package-azure-worker.sh.')
output package string = runtime == 'custom' ? 'artifacts/azure.zip' : 'artifacts/azure-worker.zip'

@description('The vault that Terraform tokens go into.')
output vaultName string = vault.outputs.name

@description('The storage account that has the records.')
output storageName string = storage.outputs.name

@description('The table that has the records.')
output tableName string = storage.outputs.tableName

@description('How to put a Terraform token in: it is typed, and goes to the vault over standard input.')
output setFirstSecret string = 'read -rs TFE_TOKEN; printf %s "$TFE_TOKEN" | az keyvault secret set --vault-name ${vault.outputs.name} --name tfe-token --file /dev/stdin --output none; unset TFE_TOKEN'

@description('How to make the first admin token: the table keeps its hash.')
output makeAdminToken string = 'ADMIN_TOKEN=$(infra/first-admin-token.sh azure ${storage.outputs.name} ${storage.outputs.tableName})'
