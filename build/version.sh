#!/usr/bin/env bash
# Prints the version that is built.
set -euo pipefail
cd "$(dirname "$0")/.."
sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props
