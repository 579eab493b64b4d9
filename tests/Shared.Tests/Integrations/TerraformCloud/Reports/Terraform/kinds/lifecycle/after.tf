resource "terraform_data" "replaced" {
  input            = 1
  triggers_replace = { image = "ami-2", zones = ["b", "a"] }
}
resource "terraform_data" "replaced_first" {
  triggers_replace = "b"
  lifecycle { create_before_destroy = true }
}
moved {
  from = terraform_data.old_name
  to   = terraform_data.new_name
}
resource "terraform_data" "new_name" { input = 1 }
moved {
  from = terraform_data.old_changed
  to   = terraform_data.new_changed
}
resource "terraform_data" "new_changed" { input = 2 }
removed {
  from = terraform_data.forgotten
  lifecycle { destroy = false }
}
resource "terraform_data" "counted" {
  count = 1
  input = count.index
}
resource "terraform_data" "same" { input = 1 }
import {
  to = terraform_data.imported
  id = "existing  id"
}
resource "terraform_data" "imported" { input = 1 }
check "size" {
  assert {
    condition     = terraform_data.same.input == 2
    error_message = "It is not 2."
  }
}
