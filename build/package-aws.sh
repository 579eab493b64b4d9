#!/usr/bin/env bash
# Builds artifacts/aws.zip, what a function on provided.al2023 (x86_64) is deployed from: one executable named bootstrap, at the root.
# The same commit gives the same bytes, with the same SDK and linker. Arguments go to publish.sh. Needs python3 besides.
set -euo pipefail
cd "$(dirname "$0")/.."
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
build/publish.sh src/Lambda "$stage" "$@"
python3 build/zip.py "$stage" artifacts/aws.zip bootstrap
printf '%s  %s  %s bytes\n' "$(sha256sum artifacts/aws.zip | cut -d' ' -f1)" artifacts/aws.zip "$(stat -c %s artifacts/aws.zip)"
