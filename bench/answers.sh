#!/usr/bin/env bash
# answers.sh [COMMIT]: whether every tool answers now as it did at COMMIT, byte for byte: in both eras, as text and structured, with and without arguments, against HCP Terraform and Terraform Enterprise.
# Both one-machine hosts ask one sandbox with a fixed clock and seed (tests/Shared.Tests/Sandbox/TwoBuildsTests.cs). Prints what differs, and fails if anything does. Needs the .NET 10 SDK and five minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
# The last commit before a call was one object and an answer was written once.
commit=${1:-789f965}
tree=$(mktemp -d)
git worktree add --detach "$tree" "$commit" >/dev/null
trap 'git worktree remove --force "$tree"' EXIT
for root in "$tree" "$PWD"; do
  dotnet build "$root/src/Local" --nologo --verbosity quiet -clp:NoSummary -p:RunAnalyzers=false
done
program=src/Local/bin/Debug/net10.0/serverless-mcp.dll
export SERVERLESSMCP_BEFORE="$tree/$program" SERVERLESSMCP_NOW="$PWD/$program"
dotnet build tests/Shared.Tests --nologo --verbosity quiet -clp:NoSummary -p:RunAnalyzers=false
dotnet tests/Shared.Tests/bin/Debug/net10.0/ServerlessMcp.Tests.dll \
  -class ServerlessMcp.Tests.Sandbox.TwoBuildsTests -showLiveOutput -noColor
