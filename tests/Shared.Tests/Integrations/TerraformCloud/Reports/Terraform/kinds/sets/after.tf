resource "terraform_data" "set" { input = toset(["c", "d", "e"]) }
resource "terraform_data" "list" { input = ["c", "d", "e"] }
resource "terraform_data" "objects" { input = [{ port = 8080, cidr = ["10.0.0.0/8"] }, { port = 22, cidr = ["10.0.0.0/8"] }, { port = 443, cidr = ["10.0.0.0/8"] }] }
resource "terraform_data" "one" { input = [{ port = 80, cidr = ["10.0.0.0/8", "172.16.0.0/12"] }] }
resource "terraform_data" "order" { input = ["c", "a", "b"] }
resource "terraform_data" "twice" { input = ["a", "b", "b"] }
resource "terraform_data" "longer" { input = [for i in range(15, 45) : { index = i }] }
