# What is sensitive: changed, kept, newly marked, copied by the provider and from there on.
variable "secret" {
  type      = object({ old = string, new = string })
  sensitive = true
}
resource "terraform_data" "changed" { input = { pw = var.secret.old, n = 1 } }
resource "terraform_data" "only_it" { input = { pw = var.secret.old, n = 1 } }
resource "terraform_data" "beside" { input = { pw = var.secret.old, list = ["a", var.secret.old], n = 1 } }
resource "terraform_data" "marked" { input = { v = "now-a-secret", n = 1 } }
resource "terraform_data" "copy" { input = { c = terraform_data.beside.output.pw, n = 1 } }
resource "terraform_data" "url" { input = "postgres://root:${terraform_data.copy.output.c}@db/1" }
resource "terraform_data" "destroyed" { input = { pw = var.secret.old, n = 1 } }
output "copied" { value = [terraform_data.beside.output.pw, 1] }
output "becomes" { value = "now-a-secret" }
