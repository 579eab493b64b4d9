# What mint.sh and revoke.sh share: who the job is, and how it asks. Secrets go to curl by its input and never as arguments, which all processes of a machine can read.
# Needs bash, curl and jq.

fail() {
  if [ -n "${GITHUB_ACTIONS:-}" ]; then printf '::error::%s\n' "$*"; else printf '%s\n' "$*" >&2; fi
  exit 1
}

# Before anything could print it. GitHub takes the line out of the log, other systems have no such line.
mask() {
  [ -z "${GITHUB_ACTIONS:-}" ] || printf '::add-mask::%s\n' "$1"
}

address=${SERVERLESSMCP_ADDRESS:-}
address=${address%/}
account=${SERVERLESSMCP_ACCOUNT:-}
case $address in
  https://*[/@?#]*/* | *@* | *\?* | *\#*) fail "The address has to be an origin such as https://mcp.example.com." ;;
  https://?* | http://127.0.0.1:* | http://localhost:*) ;;
  *) fail "The address has to be https://mcp.example.com; http is for loopback alone." ;;
esac
[[ $account =~ ^[a-z0-9][a-z0-9-]{0,63}$ ]] || fail "The account has to be the id of an integrated account."

# ask METHOD PATH [BODY]: the answer's body, or the end, in the API's own words.
ask() {
  local method=$1 path=$2 answer status
  local -a body=()
  [ $# -lt 3 ] || body=(-H 'Content-Type: application/json' --data-binary "$3")
  answer=$(printf 'Authorization: Bearer %s\n' "$api_token" |
    curl --silent --show-error --max-time 60 -X "$method" -H @- -H 'Accept: application/json' "${body[@]}" -w '\n%{http_code}' "$address$path") ||
    fail "$address can't be reached."
  status=${answer##*$'\n'} answer=${answer%$'\n'*}
  case $status in
    2??) printf '%s' "$answer" ;;
    404) [ "$method" = DELETE ] || fail "$(told "$answer" "$status")" ;;
    *) fail "$(told "$answer" "$status")" ;;
  esac
}

told() {
  jq -r 'if .errors then [.errors[] | "\(.pointer): \(.detail)"] | join("; ") else .detail // .error_description // empty end' <<<"$1" 2>/dev/null | grep . || printf 'HTTP %s came.\n' "$2"
}

# The job's own identity: what the system put there, or what GitHub gives it.
identity() {
  local audience=${SERVERLESSMCP_AUDIENCE:-$address} answer
  if [ -n "${SERVERLESSMCP_ID_TOKEN:-}" ]; then
    printf '%s' "$SERVERLESSMCP_ID_TOKEN"
    return
  fi
  [ -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ] || fail "There is no identity of this job: it needs the permission id-token: write, or an API token."
  answer=$(printf 'Authorization: Bearer %s\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
    curl --silent --show-error --max-time 60 -H @- "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$(jq -rn --arg text "$audience" '$text | @uri')") || fail "GitHub gave no identity."
  jq -er .value <<<"$answer" 2>/dev/null || fail "GitHub gave no identity."
}

# An API token: the one given, or a short one for the job's identity (RFC 8693).
if [ -n "${SERVERLESSMCP_API_TOKEN:-}" ]; then
  api_token=$SERVERLESSMCP_API_TOKEN
  mask "$api_token"
else
  [ -n "${SERVERLESSMCP_RULE:-}" ] || fail "A rule is needed, which this job matches, or an API token."
  subject=$(identity) || { printf '%s\n' "$subject"; exit 1; }
  mask "$subject"
  exchanged=$(jq -jn --arg rule "$SERVERLESSMCP_RULE" --rawfile subject <(printf '%s' "$subject") \
    '"grant_type=\("urn:ietf:params:oauth:grant-type:token-exchange" | @uri)&subject_token_type=\("urn:ietf:params:oauth:token-type:jwt" | @uri)&rule=\($rule | @uri)&subject_token=\($subject | @uri)"' |
    curl --silent --show-error --max-time 60 --data-binary @- -w '\n%{http_code}' "$address/oauth/token") || fail "$address can't be reached."
  [ "${exchanged##*$'\n'}" = 200 ] || fail "$(told "${exchanged%$'\n'*}" "${exchanged##*$'\n'}")"
  api_token=$(jq -er .access_token <<<"${exchanged%$'\n'*}") || fail "The exchange gave no token."
  mask "$api_token"
fi
