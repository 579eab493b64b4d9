# Keys that addresses and paths have to quote.
resource "terraform_data" "each" {
  for_each = toset(["plain", "a b", "two  spaces", "x.y[\"z\"]", "*", "me@here"])
  input    = { (each.key) = 1 }
}
