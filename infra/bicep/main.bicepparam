using './main.bicep'

// Nothing here is a secret, and nothing here may be one.
param name = 'smcp'

// az ad signed-in-user show --query id -o tsv
param operatorId = '00000000-0000-0000-0000-000000000000'
param operatorType = 'User'

param alertEmails = [
  'platform-team@example.com'
]
