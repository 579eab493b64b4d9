using './main.bicep'

// Nothing here is a secret, and nothing here may be one.
param name = 'smcp'

// az ad signed-in-user show --query id -o tsv
param operatorId = '00000000-0000-0000-0000-000000000000'
param operatorType = 'User'

param alertEmails = [
  'platform-team@example.com'
]

// Further settings; docs/security.md has those of the audit trail.
param settings = {
  SERVERLESSMCP_AUDIT_RETENTION: '90d'
}
