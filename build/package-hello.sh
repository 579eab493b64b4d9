#!/usr/bin/env bash
# Publishes bench/Hello to artifacts/hello, as the packages are published: what their cold starts are held against.
set -euo pipefail
cd "$(dirname "$0")/.."
build/publish.sh bench/Hello artifacts/hello "$@"
