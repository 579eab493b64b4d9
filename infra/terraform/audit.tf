# The role that accounts of the integration aws read this account by: docs/aws-audit.md. It reads settings, and no object.
locals {
  audit_role_name = "${var.name}-audit"
  audit_roles     = concat(var.audit_roles, aws_iam_role.audit[*].arn)
}

resource "aws_iam_role" "audit" {
  count = var.audit_external_id == null ? 0 : 1

  name                 = local.audit_role_name
  description          = "What ${var.name} may read of this account"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = aws_iam_role.function.arn }
      Condition = { StringEquals = { "sts:ExternalId" = var.audit_external_id } }
    }]
  })
}

resource "aws_iam_role_policy" "audit" {
  count = var.audit_external_id == null ? 0 : 1

  name = "audit"
  role = aws_iam_role.audit[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Account"
        Effect = "Allow"
        Action = [
          "ec2:DescribeSecurityGroups", "ec2:DescribeSnapshots", "ec2:DescribeVolumes",
          "s3:GetAccountPublicAccessBlock", "s3:ListAllMyBuckets",
        ]
        Resource = "*"
      },
      {
        Sid    = "Buckets"
        Effect = "Allow"
        Action = [
          "s3:GetBucketAcl", "s3:GetBucketLogging", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy", "s3:GetBucketPolicyStatus",
          "s3:GetBucketPublicAccessBlock", "s3:GetBucketTagging", "s3:GetBucketVersioning", "s3:GetBucketWebsite",
          "s3:GetEncryptionConfiguration", "s3:ListTagsForResource",
        ]
        Resource = "arn:aws:s3:::*"
      },
    ]
  })
}
