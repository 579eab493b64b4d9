# 60 resources of a provider with real schemas. Nothing is asked of AWS: the state is made from a first plan, and is not refreshed.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}

variable "is_changed" {
  type = bool
}

variable "db_password" {
  type      = string
  sensitive = true
}

locals {
  zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  tags  = { owner = "platform", environment = "prod", cost-center = "4711" }
}

resource "aws_vpc" "main" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
  tags                 = local.tags
}

resource "aws_subnet" "private" {
  count             = 12
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.20.0.0/16", 8, count.index)
  availability_zone = local.zones[count.index % 3]
  tags              = merge(local.tags, { Name = "private-${count.index}" })
}

resource "aws_security_group" "service" {
  for_each    = toset(["api", "web", "worker", "cache", "queue", "search", "metrics", "batch"])
  name        = "service-${each.key}"
  description = "Traffic of ${each.key}"
  vpc_id      = aws_vpc.main.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = var.is_changed && each.key == "api" ? ["0.0.0.0/0"] : ["10.20.0.0/16"]
  }

  tags = merge(local.tags, { Name = each.key })
}

resource "aws_instance" "node" {
  count                  = 16
  ami                    = var.is_changed && count.index < 2 ? "ami-0fedcba9876543210" : "ami-0123456789abcdef0"
  instance_type          = var.is_changed && count.index == 4 ? "m6i.xlarge" : "m6i.large"
  subnet_id              = aws_subnet.private[count.index % 12].id
  vpc_security_group_ids = [aws_security_group.service["worker"].id]
  user_data              = "#!/bin/sh\necho ${count.index} > /etc/node\n"

  root_block_device {
    volume_size = 50
    encrypted   = true
  }

  tags = merge(local.tags, { Name = "node-${count.index}", revision = var.is_changed && count.index == 7 ? "2" : "1" })
}

resource "aws_s3_bucket" "data" {
  for_each = toset(var.is_changed ? ["logs", "invoices", "media", "exports", "snapshots"] : ["logs", "invoices", "media", "exports", "drafts"])
  bucket   = "acme-${each.key}"
  tags     = local.tags
}

resource "aws_iam_role" "service" {
  for_each             = toset(["api", "web", "worker", "batch", "search", "metrics"])
  name                 = "service-${each.key}"
  max_session_duration = var.is_changed && each.key == "batch" ? 7200 : 3600
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  tags = local.tags
}

resource "aws_db_instance" "main" {
  for_each                = toset(["orders", "accounts", "ledger"])
  identifier              = each.key
  engine                  = "postgres"
  engine_version          = "16.3"
  instance_class          = var.is_changed && each.key == "orders" ? "db.r6g.xlarge" : "db.r6g.large"
  allocated_storage       = 200
  username                = "root"
  password                = var.is_changed && each.key == "ledger" ? "${var.db_password}-rotated" : var.db_password
  storage_encrypted       = true
  backup_retention_period = 14
  skip_final_snapshot     = true
  tags                    = local.tags
}

resource "aws_cloudwatch_log_group" "service" {
  for_each          = toset(["api", "web", "worker", "batch", "search", "metrics"])
  name              = "/service/${each.key}"
  retention_in_days = var.is_changed && contains(["web", "search"], each.key) ? 90 : 30
  tags              = local.tags
}

resource "aws_sqs_queue" "jobs" {
  name                       = var.is_changed ? "jobs-v2" : "jobs"
  visibility_timeout_seconds = 300
  tags                       = local.tags
}

resource "aws_route53_zone" "internal" {
  name = "internal.example.com"
  tags = local.tags
}

resource "aws_kms_key" "data" {
  description             = var.is_changed ? "Encrypts what is kept" : "Encrypts data"
  deletion_window_in_days = 30
  tags                    = local.tags
}

output "vpc_id" {
  value = aws_vpc.main.id
}

output "node_count" {
  value = var.is_changed ? 17 : 16
}
