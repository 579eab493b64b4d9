#!/bin/sh
# Makes an admin token and prints it, this once. Only its SHA-256 is stored, as for every API token (src/Shared/Access/SecretToken.cs), so it is in no vault,
# no setting, no plan and no state; `DELETE /api-token/{id}` ends it. Whoever may write to the table may run this.
#
#   ADMIN_TOKEN=$(infra/first-admin-token.sh aws REGION TABLE)
#   ADMIN_TOKEN=$(infra/first-admin-token.sh azure STORAGE_ACCOUNT TABLE)
#
# Needs openssl, and the aws or the az command line, logged in.
set -eu

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
[ $# -eq 3 ] || usage

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

body=smcpapi_$(openssl rand 32 | base64url)
token=$body$(printf %s "$body" | openssl dgst -sha256 -binary | head -c 5 | base64url | cut -c1-6)
hash=$(printf %s "$token" | openssl dgst -sha256 -r | cut -c1-64)
id=api-$(printf %s "$hash" | cut -c1-32)
version=$(openssl rand -hex 16)
now=$(date -u +%Y-%m-%dT%H:%M:%S+00:00)
content=$(printf '{"id":"%s","name":"first admin","scopes":["Admin"],"token_hash":"%s","created_by":"bootstrap","created_at":"%s"}' "$id" "$hash" "$now")

case $1 in
  aws) # The item of src/Lambda/Records/DynamoDbItem.cs.
    printf '{"kind":{"S":"api-token"},"id":{"S":"%s"},"owner_id":{"S":"root/%s"},"version":{"S":"%s"},"content":{"S":"%s"}}' \
      "$id" "$id" "$version" "$(printf %s "$content" | sed 's/"/\\"/g')" |
      aws dynamodb put-item --region "$2" --table-name "$3" --item file:///dev/stdin >&2
    ;;
  *) usage ;;
esac

printf '%s\n' "$token"
