#!/usr/bin/env bash
# Prints what CHANGELOG.md says of the version TAG (v0.2.0), for the page of its release. Fails where that is not the version that is built, or has no date yet.
set -euo pipefail
cd "$(dirname "$0")/.."
tag=$1 version=$(build/version.sh)
[ "$tag" = "v$version" ] || { echo "The tag is $tag, and what is built is $version (Directory.Build.props)." >&2; exit 1; }
grep -qE "^## \[${version//./\\.}\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md || { echo "CHANGELOG.md has no section of $version with its date." >&2; exit 1; }
awk -v heading="## [$version] " 'index($0, heading) == 1 { found = 1; next } /^## / { found = 0 } found' CHANGELOG.md | sed -e '/./,$!d'
