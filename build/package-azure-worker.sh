#!/usr/bin/env bash
# Builds artifacts/azure-worker.zip, the same function app as an isolated worker: assemblies that the platform's own .NET runs, compiled for linux-x64 beforehand (ReadyToRun; there is no Native
# AOT of it). Needs no linker; its SDK builds a second project in obj/, of which no two builds give the same bytes. Arguments go to dotnet publish. Needs python3 besides.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
program=serverless-mcp-functions-worker
dotnet publish src/Functions.Worker --configuration Release --runtime linux-x64 --self-contained false --output "$stage" --verbosity quiet \
  -p:PublishReadyToRun=true -p:ContinuousIntegrationBuild=true -p:DebugType=none -p:DebugSymbols=false "$@"
find "$stage" -name '*.pdb' -delete
python3 build/zip.py "$stage" artifacts/azure-worker.zip $program.dll $program.deps.json $program.runtimeconfig.json host.json functions.metadata extensions.json worker.config.json \
  '*.dll' .azurefunctions/function.deps.json
printf '%s  %s  %s bytes\n' "$(sha256sum artifacts/azure-worker.zip | cut -d' ' -f1)" artifacts/azure-worker.zip "$(stat -c %s artifacts/azure-worker.zip)"
