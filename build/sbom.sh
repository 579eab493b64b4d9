#!/usr/bin/env bash
# Writes what each program of a release is made of, in CycloneDX: artifacts/local.cdx.json, azure.cdx.json, azure-worker.cdx.json and aws.cdx.json. Analyzers, which are in none of them, are left out.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
version=$(build/version.sh)
dotnet tool restore --verbosity quiet
for program in local:Local azure:Functions.Handler azure-worker:Functions.Worker aws:Lambda; do
  name=${program%%:*} project=${program#*:}
  dotnet restore "src/$project" --verbosity quiet
  dotnet tool run dotnet-CycloneDX "src/$project/$project.csproj" --output artifacts --filename "$name.cdx.json" --output-format Json --recursive --exclude-dev \
    --no-serial-number --disable-package-restore --set-name "serverless-mcp-$name" --set-version "$version"
done
