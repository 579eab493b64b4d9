.PHONY: build quick test format snapshots run package-azure package-azure-worker package-aws package-local

build: ## Everything, warnings as errors
	dotnet build

quick: ## Rules of the product without processes, emulators, npm and the slow lane: a minute or less on two cores
	dotnet build tests/Shared.Tests --nologo --verbosity quiet -clp:NoSummary -p:RunAnalyzers=false
	dotnet tests/Shared.Tests/bin/Debug/net10.0/ServerlessMcp.Tests.dll -trait- Lane=slow -noColor

test: ## All tests; those that need npm's clients skip without them (npm ci --prefix tests/EndToEnd/clients)
	dotnet test

format: ## Lay out the code as CI wants it
	dotnet format whitespace

snapshots: ## Rewrite the tools' snapshots and docs/tools.md after a change to the catalogue; read the diff
	UPDATE_SNAPSHOTS=1 dotnet test tests/Shared.Tests

run: ## The product on this machine, with the sandbox
	dotnet run --project src/Local -- --sandbox

package-azure: ## The zip for an Azure Functions app: the same bytes for the same commit
	build/package-azure.sh

package-azure-worker: ## The same app as an isolated worker: docs/design/hosting.md says when
	build/package-azure-worker.sh

package-aws: ## The zip for an AWS Lambda function: the same bytes for the same commit
	build/package-aws.sh

package-local: ## The one-machine host as one file for linux-x64, which needs no SDK
	build/package-local.sh
