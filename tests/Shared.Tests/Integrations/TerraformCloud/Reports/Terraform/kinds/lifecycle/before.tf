# Every action that is not an update, alone and with one.
resource "terraform_data" "replaced" {
  input            = 1
  triggers_replace = { image = "ami-1", zones = ["a", "b"] }
}
resource "terraform_data" "replaced_first" {
  triggers_replace = "a"
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "old_name" { input = 1 }
resource "terraform_data" "old_changed" { input = 1 }
resource "terraform_data" "forgotten" { input = 1 }
resource "terraform_data" "counted" {
  count = 3
  input = count.index
}
resource "terraform_data" "same" { input = 1 }
