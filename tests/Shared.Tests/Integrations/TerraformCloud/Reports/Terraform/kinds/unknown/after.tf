resource "terraform_data" "fresh" { input = "x" }
resource "terraform_data" "updated" { input = { id = terraform_data.fresh.id, list = ["a", terraform_data.fresh.id], same = 1 } }
resource "terraform_data" "replaced" {
  input            = { id = terraform_data.fresh.id, n = 2 }
  triggers_replace = [terraform_data.fresh.id]
}
resource "terraform_data" "only" { input = { id = terraform_data.fresh.id } }
resource "terraform_data" "list" { input = [terraform_data.fresh.id, "two"] }
resource "terraform_data" "set" { input = toset([terraform_data.fresh.id, "two"]) }
resource "terraform_data" "deep" { input = { id = terraform_data.fresh.id, list = ["k", terraform_data.fresh.id, "z"], nested = { deep = { id = terraform_data.fresh.id, v = 1 } } } }
output "list" { value = [terraform_data.fresh.id, terraform_data.fresh.id] }
output "only" { value = { id = terraform_data.fresh.id } }
output "whole" { value = terraform_data.fresh.id }
