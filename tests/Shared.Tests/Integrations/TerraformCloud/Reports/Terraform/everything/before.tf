# What stands before the plan: built-in resources only, so that it is really applied.
variable "password" {
  type      = string
  sensitive = true
}

resource "terraform_data" "updated" {
  input = { size = "small", tags = { Name = "web", "kubernetes.io/role" = "elb" }, zones = ["a", "b"] }
}

resource "terraform_data" "replaced" {
  input            = "revision 1"
  triggers_replace = { image = "ami-1", size = "small" }
}

resource "terraform_data" "deleted" {
  for_each = toset(["one", "two"])
  input    = each.key
}

resource "terraform_data" "old_name" {
  input = "the same"
}

resource "terraform_data" "forgotten" {
  input = "lives on"
}

resource "terraform_data" "unchanged" {
  count = 3
  input = count.index
}

resource "terraform_data" "secret" {
  input = { user = "admin", password = var.password }
}

module "network" {
  source = "./network"
  cidr   = "10.0.0.0/16"
}

output "changed" {
  value = "before"
}

output "dropped" {
  value = "gone soon"
}

output "password" {
  value     = var.password
  sensitive = true
}

output "leaked_length" {
  value = nonsensitive(length(var.password))
}
