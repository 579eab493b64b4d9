#!/usr/bin/env bash
# Mints an MCP URL for a job of a pipeline. On GitHub the action does it (action.yml), and outputs it, masked; elsewhere it is what this prints, and nothing else is: MCP_URL=$(action/mint.sh).
# Where MCP_STATE names a file, what revoke.sh needs is kept there, for this user alone: the id, and the API token that the job's identity was exchanged for.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/api.sh"

ttl=${MCP_TTL:-30}
[[ $ttl =~ ^[1-9][0-9]{0,5}$ ]] || fail "ttl is a number of minutes; '$ttl' came."
jq -e 'type == "object"' <<<"${MCP_CONFIG:-{\}}" >/dev/null 2>&1 || fail "config has to be a JSON object."
body=$(jq -cn --arg name "${MCP_NAME:-pipeline}" --argjson config "${MCP_CONFIG:-{\}}" --argjson ttl "$ttl" \
  '{name: $name[:100], config: $config, expires_at: (now + $ttl * 60 | todate)}')
minted=$(ask POST "/integrated-account/$account/mcp" "$body") || { printf '%s\n' "$minted"; exit 1; }
url=$(jq -er .url <<<"$minted") id=$(jq -er .id <<<"$minted") end=$(jq -r '.expires_at' <<<"$minted")
mask "$url"
mask "${url##*/}"
[ -z "${MCP_STATE:-}" ] || (umask 077 && printf '%s\n%s\n' "$id" "$api_token" >"$MCP_STATE")
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf 'url=%s\nid=%s\nexpires-at=%s\n' "$url" "$id" "$end" >>"$GITHUB_OUTPUT"
  printf 'Minted %s, until %s.\n' "$id" "$end"
else
  printf '%s\n' "$url"
fi
