// Ways into storage and vault from a virtual network, where neither is to be reached from outside. The zones that resolve their names belong to the network, and are given.
@description('First part of the names.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the subnet that the endpoints are in.')
param subnetId string

@description('Resource ids of the private DNS zones, by what they resolve.')
param zoneIds { blob: string, queue: string, table: string, vault: string }

@description('Resource id of the storage account.')
param storageId string

@description('Resource id of the vault.')
param vaultId string

var ways = [
  { part: 'blob', target: storageId, zone: zoneIds.blob }
  { part: 'queue', target: storageId, zone: zoneIds.queue }
  { part: 'table', target: storageId, zone: zoneIds.table }
  { part: 'vault', target: vaultId, zone: zoneIds.vault }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2025-01-01' = [for way in ways: {
  name: '${name}-${way.part}'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: way.part
        properties: {
          privateLinkServiceId: way.target
          groupIds: [
            way.part
          ]
        }
      }
    ]
  }
}]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-01-01' = [for (way, i) in ways: {
  parent: endpoints[i]
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: way.part
        properties: {
          privateDnsZoneId: way.zone
        }
      }
    ]
  }
}]
