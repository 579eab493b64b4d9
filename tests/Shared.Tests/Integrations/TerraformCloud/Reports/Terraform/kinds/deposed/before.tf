# Objects that replacements have left over (the script puts them into the state), and a tainted one.
resource "terraform_data" "x" {
  for_each = toset(["k 1", "*"])
  input    = 1
}
resource "terraform_data" "tainted" { input = { n = 1 } }
