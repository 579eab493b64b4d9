// One identity, made before the app, so that it has its roles by the time the app first starts.
@description('Name of the identity.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id of the identity.')
output id string = identity.id

@description('Object id of the identity, which roles are given to.')
output principalId string = identity.properties.principalId

@description('Client id of the identity, which the app asks for tokens with.')
output clientId string = identity.properties.clientId
