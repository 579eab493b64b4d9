#!/usr/bin/env bash
# calls.sh [COMMIT] [ROUNDS]: what a tools/call of 20 workspaces costs now and at COMMIT, in one run; bench/README.md has what it printed. The one-machine host of both is published
# the same way (Native AOT), has a processor for itself, and asks an upstream on loopback that answers 87 KB from memory. Needs the .NET 10 SDK, clang or gcc, taskset, two processors and about
# five minutes of a machine for itself.
set -euo pipefail
cd "$(dirname "$0")/.."
# The last commit before a call was one object and an answer was written once.
commit=${1:-789f965}
before=$PWD/artifacts/calls/$(git rev-parse --short "$commit")
publish() {
  # As packages are (build/Package.props), whatever the commit's own project says; an older one has warnings of the trimmer in its sandbox, which is not asked here.
  "$1/build/publish.sh" src/Local "$2" -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false -p:SuppressTrimAnalysisWarnings=true -p:ConcurrentGarbageCollection=false \
    -p:EventSourceSupport=false -p:MetricsSupport=false -p:HttpActivityPropagationSupport=false -p:DynamicCodeSupport=false -p:IlcInstructionSet=x86-64-v3
}
if [ ! -x "$before/serverless-mcp" ]; then
  tree=$(mktemp -d)
  git worktree add --detach "$tree" "$commit" >/dev/null
  trap 'git worktree remove --force "$tree"' EXIT
  publish "$tree" "$before"
fi
publish "$PWD" "$PWD/artifacts/calls/now"
build/publish.sh bench/Calls artifacts/calls/bench
DOTNET_GCgen0MaxBudget=0x1000000 taskset -c "1-$(($(nproc) - 1))" artifacts/calls/bench/calls "$before/serverless-mcp" artifacts/calls/now/serverless-mcp "${2:-12}"
