#!/usr/bin/env bash
# Makes the logs of a run whose sensitive values have copies without a mark, by the real terraform command: make.sh FOLDER writes plan.text, plan.json (the log, structured),
# plan.document.json (the plan) and apply.text there. Every secret has a "canary" in it, or is 271828182845.
set -uo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/none.rc"
export TF_CLI_CONFIG_FILE="$work/none.rc" TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1 HOME="$work"
cd "$work"
cat > main.tf <<'TF'
variable "secrets" {
  sensitive = true
  default = {
    word   = "canary-Pa55"
    short  = "canary"
    phrase = "canary horse battery staple and so many more words that Terraform breaks the line somewhere"
    quoted = "canary\"quoted\\slash$${x}<&>\ttab"
    number = 271828182845
    lines  = "-----canary first-----\n  indented canary line\nlast canary line\n"
    json   = "{\"user\":\"someone\",\"password\":\"canary-within-json\"}"
    list   = ["canary-of-a-list", "another-canary"]
    long   = "canary-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-0-1-2-3-4-5-6-7-8-9-canary-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-canary"
  }
}
variable "round" { default = 1 }
resource "terraform_data" "s" {
  input            = var.secrets
  triggers_replace = var.round
}
resource "terraform_data" "copy" {
  count = var.round > 1 ? 1 : 0
  input = { copies = terraform_data.s.output, code = jsonencode(terraform_data.s.output), encoded = base64encode(terraform_data.s.output.word) }
}
resource "terraform_data" "p" {
  count = var.round > 1 ? 1 : 0
  triggers_replace = terraform_data.kept.output
  provisioner "local-exec" {
    command = "echo said \"$ONE\" and \"$TWO\"; echo \"$ONE\"; exit 3"
    environment = { ONE = terraform_data.kept.output.word, TWO = terraform_data.kept.output.phrase }
  }
}
resource "terraform_data" "kept" { input = var.secrets }
output "o" {
  value     = var.secrets
  sensitive = true
}
TF
terraform init -input=false > /dev/null
terraform apply -auto-approve -input=false > /dev/null
terraform plan -input=false -var round=2 -out=p > "$out/plan.text" 2>&1
terraform show -json p > "$out/plan.document.json"
terraform plan -input=false -var round=2 -json > "$out/plan.json" 2>&1
terraform apply -input=false p > "$out/apply.text" 2>&1
