# Long values, that differ far from their beginning.
resource "terraform_data" "policy" { input = jsonencode({ Statement = [for i in range(40) : { Sid = "S${i}", Action = "ec2:Describe*" }] }) }
resource "terraform_data" "element" { input = [{ script = join("", [for i in range(90) : "line ${i};"]), n = 1 }, { n = 2 }] }
