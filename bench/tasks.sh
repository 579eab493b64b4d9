#!/usr/bin/env bash
# Twelve tasks of an engineer's day on the sandbox, each by its shortest right path: calls, characters of text content. bench/README.md has what it printed. Needs the .NET 10 SDK.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Shared.Tests --nologo --verbosity quiet -clp:NoSummary -p:RunAnalyzers=false
dotnet tests/Shared.Tests/bin/Debug/net10.0/ServerlessMcp.Tests.dll -class '*TwelveTasksTests' -showLiveOutput -noColor
