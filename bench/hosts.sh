#!/usr/bin/env bash
# Cold start and memory of both packages beside bare Kestrel, in one run: bench/README.md has what it printed. Needs the machine for itself, npm, and about four minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
for emulator in azurite dynoxide; do
  npm ci --prefix "tests/Stores.Tests/emulators/$emulator" --no-progress --loglevel=error
done
build/package-azure.sh
build/package-aws.sh
build/package-hello.sh
dotnet build tests/Hosts.Tests --nologo --verbosity quiet -clp:NoSummary
SERVERLESSMCP_BENCH=1 dotnet tests/Hosts.Tests/bin/Debug/net10.0/ServerlessMcp.Hosts.Tests.dll -class ServerlessMcp.Hosts.Tests.Packages.FiguresTests -showLiveOutput -noColor
