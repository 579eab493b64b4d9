# Sets, lists and blocks by content: elements come, go, change places.
resource "terraform_data" "set" { input = toset(["b", "c", "d"]) }
resource "terraform_data" "list" { input = ["b", "c", "d"] }
resource "terraform_data" "objects" { input = [{ port = 22, cidr = ["10.0.0.0/8"] }, { port = 443, cidr = ["10.0.0.0/8"] }, { port = 80, cidr = ["10.0.0.0/8"] }] }
resource "terraform_data" "one" { input = [{ port = 22, cidr = ["10.0.0.0/8"] }] }
resource "terraform_data" "order" { input = ["a", "b", "c"] }
resource "terraform_data" "twice" { input = ["a", "a", "b"] }
resource "terraform_data" "longer" { input = [for i in range(30) : { index = i }] }
