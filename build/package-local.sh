#!/usr/bin/env bash
# Builds artifacts/serverless-mcp-linux-x64, the one-machine host with its sandbox as one executable that needs no SDK. RUNTIME=linux-arm64, osx-arm64 or win-x64 gives another's,
# on a machine of that kind: Native AOT links with what is there. The same commit gives the same bytes, with the same SDK and linker. Arguments go to publish.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
export RUNTIME=${RUNTIME:-linux-x64}
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
build/publish.sh src/Local "$stage" "$@"
program=serverless-mcp
file=artifacts/$program-$RUNTIME
case $RUNTIME in win-*) program=$program.exe file=$file.exe ;; esac
[ "$(ls "$stage")" = "$program" ] || { echo "One file was to be published, and there are: $(ls "$stage")" >&2; exit 1; }
mkdir -p artifacts
install -m 755 "$stage/$program" "$file"
printf '%s  %s  %s bytes\n' "$(sha256sum "$file" | cut -d' ' -f1)" "$file" "$(wc -c < "$file")"
