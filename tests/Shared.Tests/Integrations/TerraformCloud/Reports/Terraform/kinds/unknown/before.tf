# What is known only after the apply, as a whole and within.
resource "terraform_data" "updated" { input = { id = "old", list = ["a", "b"], same = 1 } }
resource "terraform_data" "replaced" {
  input            = { id = "old", n = 1 }
  triggers_replace = ["a"]
}
output "list" { value = ["a", "k"] }
