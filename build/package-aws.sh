#!/usr/bin/env bash
# Builds artifacts/aws.zip, what a function on provided.al2023 (x86_64) is deployed from: one executable named bootstrap, at the root.
# The same commit gives the same bytes: the build is deterministic, and the zip has the commit's time and fixed modes.
# Needs the .NET 10 SDK and python3. Arguments after the first go to dotnet publish: Native AOT, where its runtime pack can be restored, is -p:PublishAot=true
# -p:PublishReadyToRun=false -p:PublishSingleFile=false.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-artifacts/aws.zip}
shift || true
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# ContinuousIntegrationBuild keeps the folder of this checkout out of the program. Debug files stay here: a deployed one would only be read by an attacker.
dotnet publish src/Lambda --configuration Release --runtime linux-x64 --self-contained --output "$stage" --verbosity quiet \
  -p:ContinuousIntegrationBuild=true -p:DebugType=none -p:DebugSymbols=false "$@"

mkdir -p "$(dirname "$out")"
python3 - "$stage" "$out" <<'PYTHON'
import os, sys, time, zipfile

stage, out = sys.argv[1:]
found = sorted(os.path.relpath(os.path.join(folder, name), stage) for folder, _, names in os.walk(stage) for name in names)
if found != ["bootstrap"]:
    sys.exit(f"The package should have bootstrap alone and has {found}.")

when = time.gmtime(max(int(os.environ["SOURCE_DATE_EPOCH"]), 315532800))[:6]  # a zip knows no time before 1980
with zipfile.ZipFile(out, "w") as package:
    for name in found:
        entry = zipfile.ZipInfo(name, when)
        entry.create_system = 3  # Unix, so that the mode counts: without its executable bit Lambda does not start it
        entry.external_attr = 0o100755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        with open(os.path.join(stage, name), "rb") as file:
            package.writestr(entry, file.read(), compresslevel=9)
PYTHON
printf '%s  %s  %s bytes\n' "$(sha256sum "$out" | cut -d' ' -f1)" "$out" "$(stat -c %s "$out")"
