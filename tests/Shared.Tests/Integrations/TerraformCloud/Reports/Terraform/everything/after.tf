# What is planned: an action of every kind.
variable "password" {
  type      = string
  sensitive = true
}

resource "terraform_data" "updated" {
  input = { size = "large", tags = { Name = "web-2", "kubernetes.io/role" = "elb" }, zones = ["a", "b", "c"] }
}

resource "terraform_data" "replaced" {
  input            = "revision 2"
  triggers_replace = { image = "ami-2", size = "small" }

  lifecycle {
    create_before_destroy = true
  }
}

moved {
  from = terraform_data.old_name
  to   = terraform_data.new_name
}

resource "terraform_data" "new_name" {
  input = "the same"
}

removed {
  from = terraform_data.forgotten
  lifecycle {
    destroy = false
  }
}

resource "terraform_data" "unchanged" {
  count = 3
  input = count.index
}

resource "terraform_data" "secret" {
  input = { user = "root", password = var.password }
}

resource "terraform_data" "created" {
  input = { secret = var.password, waits_for = terraform_data.replaced.id, plain = "in the open" }
}

import {
  to = terraform_data.imported
  id = "0af21735-0000-4000-8000-000000000001"
}

resource "terraform_data" "imported" {
  input = "taken over"
}

module "network" {
  source = "./network"
  cidr   = "10.1.0.0/16"
}

output "changed" {
  value = "after"
}

output "password" {
  value     = var.password
  sensitive = true
}

output "created_id" {
  value = terraform_data.created.id
}

check "size" {
  assert {
    condition     = terraform_data.unchanged[0].input == 1
    error_message = "The first one is not 1."
  }
}
