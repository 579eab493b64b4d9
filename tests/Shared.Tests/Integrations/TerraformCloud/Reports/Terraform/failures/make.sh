#!/usr/bin/env bash
# Makes the logs of runs that fail, by the real terraform command with its builtin provider and no network: make.sh FOLDER writes NAME.text, NAME.plain and NAME.json there
# (in colours and boxes; without either; structured). LogFailuresTests holds what is read of the three against the members of the third.
set -uo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/none.rc"
export TF_CLI_CONFIG_FILE="$work/none.rc" TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1 TF_CLI_ARGS="" HOME="$work"

# fails NAME COMMAND [ARGUMENT…]: runs it three times in the configuration that stands in $work/NAME, each time from the same start.
fails() {
  local name=$1 command=$2 form options
  shift 2
  for form in text plain json; do
    case $form in text) options=() ;; plain) options=(-no-color) ;; json) options=(-json) ;; esac
    rm -rf "$work/run"
    cp -r "$work/$name" "$work/run"
    (
      cd "$work/run" || exit 1
      [ "$command" = init ] || terraform init -input=false > /dev/null 2>&1
      [ ! -f before.sh ] || . ./before.sh > /dev/null 2>&1
      [ ! -f environment ] || . ./environment
      terraform "$command" "${options[@]}" -input=false "$@" > "$out/$name.$form" 2>&1
    )
  done
}

# file NAME/PATH: takes a file of a configuration.
file() { mkdir -p "$(dirname "$work/$1")"; cat > "$work/$1"; }

file reference/main.tf <<'TF'
output "x" { value = terraform_data.nope.id }
TF
fails reference plan

file syntax/main.tf <<'TF'
resource "terraform_data" "a" {
  input = [1, 2
}
TF
fails syntax plan

file argument/main.tf <<'TF'
resource "terraform_data" "a" {
  inptu = 1
}
TF
fails argument plan

file variable/main.tf <<'TF'
variable "region" { type = string }
TF
fails variable plan

file validation/main.tf <<'TF'
variable "size" {
  default = 3
  validation {
    condition     = var.size > 10
    error_message = "The size is at least 10: Error: this word is part of the message."
  }
}
TF
fails validation plan

file precondition/main.tf <<'TF'
resource "terraform_data" "r" {
  for_each = { "k  one" = 1, q = 5 }
  input    = each.value
  lifecycle {
    precondition {
      condition     = each.key == "q" && each.value > 3
      error_message = "Too small.\n\nError: not one of Terraform's"
    }
  }
}
TF
fails precondition plan

file module/main.tf <<'TF'
module "outer" {
  source   = "./outer"
  for_each = toset(["x", "y z"])
  name     = each.key
}
TF
file module/outer/main.tf <<'TF'
variable "name" {}
module "inner" {
  source = "./inner"
  count  = 2
  name   = var.name
}
TF
file module/outer/inner/main.tf <<'TF'
variable "name" {}
resource "terraform_data" "p" {
  provisioner "local-exec" { command = "echo 'Error: said by a program'; exit 3" }
}
TF
fails module apply -auto-approve

file conditions/main.tf <<'TF'
module "a" {
  source   = "./m"
  for_each = { x = 1, y = 2, z = 9 }
  v        = each.value
}
TF
file conditions/m/main.tf <<'TF'
variable "v" {}
resource "terraform_data" "r" {
  count = 2
  lifecycle {
    precondition {
      condition     = var.v > 3 + count.index
      error_message = "same"
    }
  }
}
TF
fails conditions plan

file function/main.tf <<'TF'
variable "v" { default = "str" }
resource "terraform_data" "n" {
  input = tonumber(var.v)
}
output "o" { value = file("${path.module}/nothing.txt") }
TF
fails function plan

file provisioner/main.tf <<'TF'
resource "terraform_data" "ok" { input = 1 }
resource "terraform_data" "p" {
  for_each = toset(["k one"])
  provisioner "local-exec" { command = "echo line-one; echo; echo 'Error: not of terraform' ; echo; echo 'Warning: neither'; echo '╷'; echo '│ Error: boxed by a program'; exit 3" }
}
TF
fails provisioner apply -auto-approve

file postcondition/main.tf <<'TF'
resource "terraform_data" "r" {
  input = "small"
  lifecycle {
    postcondition {
      condition     = self.output == "large"
      error_message = "It is ${self.output}."
    }
  }
}
TF
fails postcondition apply -auto-approve

file output/main.tf <<'TF'
module "m" { source = "./m" }
output "o" { value = module.m.o }
TF
file output/m/main.tf <<'TF'
resource "terraform_data" "r" { input = 1 }
output "o" {
  value = terraform_data.r.input
  precondition {
    condition     = terraform_data.r.input > 3
    error_message = "More than three."
  }
}
TF
fails output plan

file cycle/main.tf <<'TF'
resource "terraform_data" "a" { input = terraform_data.b.id }
resource "terraform_data" "b" { input = terraform_data.a.id }
TF
fails cycle plan

file duplicate/main.tf <<'TF'
resource "terraform_data" "a" {}
resource "terraform_data" "a" {}
module "m" { source = "./m" }
TF
file duplicate/m/main.tf <<'TF'
TF
fails duplicate plan

file foreach/main.tf <<'TF'
resource "terraform_data" "a" {}
resource "terraform_data" "b" { for_each = toset([terraform_data.a.id]) }
TF
fails foreach plan

file prevent/main.tf <<'TF'
resource "terraform_data" "a" {
  lifecycle { prevent_destroy = true }
}
TF
file prevent/before.sh <<'SH'
terraform apply -auto-approve -input=false
SH
fails prevent plan -destroy

file version/main.tf <<'TF'
terraform { required_version = ">= 99.0" }
TF
fails version init

file source/main.tf <<'TF'
module "m" { source = "./nowhere" }
TF
fails source init

file backend/main.tf <<'TF'
terraform {
  backend "nothing" {}
}
TF
fails backend init

# One error behind 25 warnings, and a preamble: a command line configuration that is not there is warned of before everything else.
checks() { for i in $(seq 1 "$1"); do printf 'check "c%d" {\n  assert {\n    condition     = terraform_data.a.input == "%d"\n    error_message = "It is not %d."\n  }\n}\n' "$i" "$i" "$i"; done; }
bad() { for i in $(seq 1 "$1"); do printf 'resource "terraform_data" "bad%d" {\n  lifecycle {\n    precondition {\n      condition     = terraform_data.a.input == "%d"\n      error_message = "THE REAL ERROR %d"\n    }\n  }\n}\n' "$i" "$i" "$i"; done; }
{ echo 'resource "terraform_data" "a" { input = "in" }'; checks 25; bad 1; } | file warnings/main.tf
file warnings/environment <<'SH'
export TF_CLI_CONFIG_FILE=/nonexistent/terraform.rc
SH
fails warnings plan

{ echo 'resource "terraform_data" "a" { input = "in" }'; checks 100; bad 50; } | file many/main.tf
fails many plan

{ echo 'resource "terraform_data" "a" { input = "in" }'; bad 22; } | file errors/main.tf
fails errors plan
