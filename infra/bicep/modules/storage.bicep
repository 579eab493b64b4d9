// The records, the package, and what the Functions host keeps for itself (the timer's lease). Reached by identity only: the account's keys are switched off.
@description('Name of the account: 3 to 24 small letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Copies of the data.')
param redundancy string

@description('Whether the account refuses to be deleted.')
param protectRecords bool

@description('Whether the account is reached from outside of the virtual network.')
param isPublic bool

@description('Object id of the app\'s identity.')
param principalId string

@description('Object id of who makes the first admin token; empty for nobody.')
param operatorId string

@description('Whether operatorId is a person or a group.')
param operatorType string

var packages = 'packages'
var records = 'serverlessmcp'

// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
var roles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // Without a virtual network, which Flex Consumption does not need, the app comes from outside. The identity is what guards.
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      defaultAction: isPublic ? 'Allow' : 'Deny'
      bypass: 'AzureServices'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packageContainer 'containers' = {
      name: packages
      properties: {
        publicAccess: 'None'
      }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource recordTable 'tables' = {
      name: records
    }
  }
}

resource keep 'Microsoft.Authorization/locks@2020-05-01' = if (protectRecords) {
  scope: account
  name: 'keep-records'
  properties: {
    level: 'CanNotDelete'
    notes: 'The minted URLs, accounts and API tokens are here. Azure Tables have no undo.'
  }
}

resource appRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(roles): {
  scope: account
  name: guid(account.id, 'app', role.value)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
  }
}]

resource operatorRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  scope: account
  name: guid(account.id, 'operator', operatorId)
  properties: {
    principalId: operatorId
    principalType: operatorType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.tableDataContributor)
  }
}

@description('Resource id of the account.')
output id string = account.id

@description('Name of the account.')
output name string = account.name

@description('Where packages are kept.')
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${packages}'

@description('Where tables are.')
output tablesEndpoint string = account.properties.primaryEndpoints.table

@description('The table that has the records.')
output tableName string = records
