#!/usr/bin/env bash
# Builds artifacts/azure.zip, what a function app on Linux is deployed from: host.json, the functions' folders and the program, at the root.
# The same commit gives the same bytes, with the same SDK and linker. Arguments go to publish.sh. Needs python3 besides.
set -euo pipefail
cd "$(dirname "$0")/.."
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
build/publish.sh src/Functions.Handler "$stage" "$@"
python3 build/zip.py "$stage" artifacts/azure.zip serverless-mcp-functions host.json http/function.json CleanupExpired/function.json
printf '%s  %s  %s bytes\n' "$(sha256sum artifacts/azure.zip | cut -d' ' -f1)" artifacts/azure.zip "$(stat -c %s artifacts/azure.zip)"
