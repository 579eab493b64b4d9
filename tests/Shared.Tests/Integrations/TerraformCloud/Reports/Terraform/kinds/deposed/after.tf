resource "terraform_data" "x" {
  for_each = toset(["k 1", "*"])
  input    = 1
}
resource "terraform_data" "tainted" { input = { n = 1 } }
