variable "secret" {
  type      = object({ old = string, new = string })
  sensitive = true
}
resource "terraform_data" "changed" { input = { pw = var.secret.new, n = 2 } }
resource "terraform_data" "only_it" { input = { pw = var.secret.new, n = 1 } }
resource "terraform_data" "beside" { input = { pw = var.secret.old, list = ["a", var.secret.old], n = 1 } }
resource "terraform_data" "marked" { input = { v = sensitive("now-a-secret"), n = 1 } }
resource "terraform_data" "copy" { input = { c = terraform_data.beside.output.pw, n = 2 } }
resource "terraform_data" "url" { input = "postgres://root:${terraform_data.beside.output.pw}@db/2" }
resource "terraform_data" "created" { input = { pw = var.secret.new, id = terraform_data.changed.output } }
output "copied" { value = [terraform_data.beside.output.pw, 2] }
output "becomes" {
  value     = sensitive("now-a-secret")
  sensitive = true
}
output "fresh" {
  value     = var.secret.new
  sensitive = true
}
