variable "cidr" {
  type = string
}

resource "terraform_data" "subnet" {
  for_each = { "eu-1a" = 0, "eu-1b" = 1 }
  input    = cidrsubnet(var.cidr, 8, each.value)
}
