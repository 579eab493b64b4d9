resource "terraform_data" "comes" { input = { a = 1, b = null } }
resource "terraform_data" "goes" { input = { a = 1 } }
resource "terraform_data" "empties" { input = { a = {}, b = null, c = [], d = "" } }
resource "terraform_data" "types" { input = { a = "1", b = 1, c = "true" } }
resource "terraform_data" "unset" { input = null }
resource "terraform_data" "created" { input = { a = null, b = "", c = [], d = {}, e = false, f = 0 } }
