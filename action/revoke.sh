#!/usr/bin/env bash
# Revokes what mint.sh minted: MCP_ID, or what it kept in the file MCP_STATE. Where nothing was minted, there is nothing to do.
set -euo pipefail
id=${MCP_ID:-}
if [ -z "$id" ] && [ -s "${MCP_STATE:-}" ]; then
  { read -r id && read -r SERVERLESSMCP_API_TOKEN; } <"$MCP_STATE"
  rm -f "$MCP_STATE"
fi
if [ -z "$id" ]; then
  echo "Nothing was minted."
  exit 0
fi
. "$(dirname "${BASH_SOURCE[0]}")/api.sh"
[[ $id =~ ^mcp-[0-9a-f]{32}$ ]] || fail "id has to be the output id of minting."
answer=$(ask DELETE "/integrated-account/$account/mcp/$id") || { printf '%s\n' "$answer"; exit 1; }
printf 'Revoked %s.\n' "$id"
