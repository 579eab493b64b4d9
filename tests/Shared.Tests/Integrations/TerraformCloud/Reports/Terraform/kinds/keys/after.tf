resource "terraform_data" "each" {
  for_each = toset(["plain", "two  spaces", "x.y[\"z\"]", "*", "me@here", "tab\there", "back\\slash", "$${z}", "über", "zero‍width", join("", [for i in range(520) : "k"])])
  input    = { (each.key) = 2 }
}
