#!/bin/sh
# Makes an admin token and prints it, this once. Only its SHA-256 is stored, as for every API token (src/Shared/Accounts/SecretToken.cs), so it is in no vault,
# no setting, no plan and no state; `DELETE /api-token/{id}` ends it. Whoever may write to the table may run this.
#
#   ADMIN_TOKEN=$(infra/first-admin-token.sh aws REGION TABLE)
#   ADMIN_TOKEN=$(infra/first-admin-token.sh azure STORAGE_ACCOUNT TABLE)
#
# Needs openssl and curl, and the aws or the az command line, logged in.
set -eu

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
[ $# -eq 3 ] || usage

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# https://learn.microsoft.com/rest/api/storageservices/insert-entity. The login's token goes over standard input, out of the list of processes.
insert() {
  printf 'Authorization: Bearer %s\n' "$(az account get-access-token --resource https://storage.azure.com/ --query accessToken --output tsv)" |
    curl --silent --show-error --fail-with-body -H @- -H 'x-ms-version: 2019-02-02' -H 'DataServiceVersion: 3.0' -H "x-ms-date: $(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S GMT')" \
      -H 'Content-Type: application/json' -H 'Accept: application/json;odata=nometadata' -H 'Prefer: return-no-content' \
      "https://$1.table.core.windows.net/$2" -d "$3" >&2
}

body=smcpapi_$(openssl rand 32 | base64url)
token=$body$(printf %s "$body" | openssl dgst -sha256 -binary | head -c 5 | base64url | cut -c1-6)
hash=$(printf %s "$token" | openssl dgst -sha256 -r | cut -c1-64)
id=api-$(printf %s "$hash" | cut -c1-32)
# A pipeline hides the failure of its first half, and a token without its random part would open to everybody.
[ ${#token} -eq 57 ] && [ ${#hash} -eq 64 ] || { echo "openssl did not do what it should; nothing was stored." >&2; exit 1; }
version=$(openssl rand -hex 16)
now=$(date -u +%Y-%m-%dT%H:%M:%S+00:00)
content=$(printf '{"id":"%s","name":"first admin","scopes":["Admin"],"token_hash":"%s","created_by":"bootstrap","created_at":"%s"}' "$id" "$hash" "$now")

case $1 in
  aws) # The items of src/Lambda/Records/DynamoDbItem.cs: the record, and the copy that its owner's list is made of.
    item() {
      printf '{"Put":{"TableName":"%s","Item":{"kind":{"S":"%s"},"id":{"S":"%s"},"owner":{"S":"root"},"version":{"S":"%s"},"content":{"S":"%s"}}}}' \
        "$table" "$1" "$id" "$version" "$(printf %s "$content" | sed 's/"/\\"/g')"
    }
    table=$3
    printf '[%s,%s]' "$(item "api-token/$id")" "$(item api-token-of/root)" |
      aws dynamodb transact-write-items --region "$2" --transact-items file:///dev/stdin >&2
    ;;
  azure) # The rows of src/Functions/Tables/RecordRow.cs: first the note that its owner's list is made of, then the record.
    mark=$(openssl rand -hex 8)
    insert "$2" "$3" "$(printf '{"PartitionKey":"owner-api-token-root","RowKey":"%s!%s"}' "$id" "$mark")"
    insert "$2" "$3" "$(printf '{"PartitionKey":"api-token-%s","RowKey":"%s","Owner":"root","Mark":"%s","ExpiryMark":"%s","Content@odata.type":"Edm.Binary","Content":"%s"}' \
      "$(printf %s "$id" | openssl dgst -sha256 -r | cut -c1-2)" "$id" "$mark" "$(openssl rand -hex 8)" "$(printf %s "$content" | openssl base64 -A)")"
    ;;
  *) usage ;;
esac

printf '%s\n' "$token"
