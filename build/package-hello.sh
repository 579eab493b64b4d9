#!/usr/bin/env bash
# Publishes bench/Hello to artifacts/hello, as the packages are published: what their cold starts are held against.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet publish bench/Hello --configuration Release --runtime linux-x64 --self-contained --output artifacts/hello --verbosity quiet \
  -p:ContinuousIntegrationBuild=true -p:DebugType=none -p:DebugSymbols=false
