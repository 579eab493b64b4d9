#!/usr/bin/env bash
# Publishes PROJECT to FOLDER as the packages and bench/Hello are: Native AOT, self-contained, trimmed, for linux-x64 (RUNTIME names another), without debug files. More arguments go to
# dotnet publish; -p:PublishAot=false gives ReadyToRun in a single file, which needs no linker. Needs the .NET 10 SDK and clang or gcc.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
project=$1 folder=$2
shift 2
# ContinuousIntegrationBuild keeps the folder of this checkout out of the program. Debug files stay here: a deployed one would only be read by an attacker.
dotnet publish "$project" --configuration Release --runtime "${RUNTIME:-linux-x64}" --self-contained --output "$folder" --verbosity quiet \
  -p:PublishAot=true -p:ContinuousIntegrationBuild=true -p:DebugType=none -p:DebugSymbols=false "$@"
rm -rf "$folder"/*.dbg "$folder"/*.dSYM "$folder"/*.pdb
