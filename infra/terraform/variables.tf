variable "region" {
  type        = string
  description = "AWS region that everything stands in."

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region has to be the name of an AWS region, such as eu-central-1."
  }
}

variable "name" {
  type        = string
  default     = "serverless-mcp"
  description = "Name of the function, and first part of the other names. Two installations in one region need two."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,39}$", var.name))
    error_message = "name has to have 3 to 40 of a-z, 0-9 and '-', beginning with a letter."
  }
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags of everything, besides application = name."
}

variable "package_path" {
  type        = string
  description = "The zip with the executable `bootstrap` at its root. docs/aws.md has the command that makes it."

  validation {
    condition     = fileexists(var.package_path) && endswith(var.package_path, ".zip")
    error_message = "package_path has to be an existing .zip file; docs/aws.md has the command that makes it."
  }
}

variable "architecture" {
  type        = string
  default     = "x86_64"
  description = "What the package was built for: arm64 costs a fifth less, and its package is built on a machine of that kind (RUNTIME=linux-arm64 build/package-aws.sh)."

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture has to be x86_64 or arm64."
  }
}

variable "memory_mb" {
  type        = number
  default     = 512
  description = "Memory of the function in MB. Its share of a CPU grows with it, and so do cold starts shrink."

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb has to be a whole number of 128 to 10240."
  }
}

variable "timeout_seconds" {
  type        = number
  default     = 29
  description = "When a call is given up. API Gateway waits 30 seconds, and no longer."

  validation {
    condition     = var.timeout_seconds >= 5 && var.timeout_seconds <= 29
    error_message = "timeout_seconds has to be 5 to 29: API Gateway gives up after 30, and the function should be the one to answer."
  }
}

# Without a default: whoever deploys has decided it.
variable "reserved_concurrency" {
  type        = number
  description = "The most calls that run at once, a bound on what a leaked URL can cost and can take from the account's other functions; null for the account's limit, which is all that a new account (10) can have."

  validation {
    condition     = var.reserved_concurrency == null || try(var.reserved_concurrency >= 1, false)
    error_message = "reserved_concurrency has to be at least 1, or null: 0 would switch the function off."
  }
}

variable "settings" {
  type        = map(string)
  default     = {}
  description = "Further environment variables of the function, such as SERVERLESSMCP_AUDIT_RETENTION. Never a secret: the configuration and the state of Terraform show them."

  # Of tokens of others that are for this deployment, audiences are no secret: each of these tokens says its own.
  validation {
    condition     = alltrue([for name in keys(var.settings) : contains(local.own_settings, name) || name == "SERVERLESSMCP_TOKEN_AUDIENCES" || !can(regex("(?i)(token|password|secret|credential|headers)", name))])
    error_message = "settings are readable to whoever may read the function's configuration: a name with token, password, secret, credential or headers does not belong here. Put the value into Secrets Manager."
  }

  validation {
    condition     = alltrue([for value in values(var.settings) : !can(regex("(?i)(smcp_|smcpapi_|\\.atlasv1\\.|PRIVATE KEY)", value))])
    error_message = "settings has a value with the form of a token or a private key, which would be in the state. Put it into Secrets Manager, and name the secret."
  }

  validation {
    condition     = alltrue([for name in keys(var.settings) : !contains(local.own_settings, name)])
    error_message = "settings can't replace what this configuration sets by itself, each from a variable of its own: ${join(", ", local.own_settings)}."
  }
}

locals {
  # What src/Lambda/LambdaSettings.cs reads. No admin token among them: the first one is a record (infra/first-admin-token.sh).
  own_settings = [
    "SERVERLESSMCP_PUBLIC_URL", "SERVERLESSMCP_TABLE", "SERVERLESSMCP_ALLOWED_ORIGINS", "SERVERLESSMCP_AUDIT_KEY_SECRET", "SERVERLESSMCP_OTLP_HEADERS_SECRET", "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT",
  ]
}

variable "allowed_origins" {
  type        = list(string)
  default     = []
  description = "Origins of browser pages that may call, besides the function's own."

  validation {
    condition     = alltrue([for origin in var.allowed_origins : can(regex("^https://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "allowed_origins has to hold origins: https://, a host name in lower case, and nothing after it, such as https://console.example.com."
  }
}

variable "terraform_secrets" {
  type        = set(string)
  default     = ["tfe-token"]
  description = "Names of the secrets that hold Terraform tokens; name and a slash come before them. The containers are made here, the values are put in by hand."

  validation {
    condition     = length(var.terraform_secrets) > 0 && alltrue([for name in var.terraform_secrets : can(regex("^[a-z0-9][a-z0-9-]{0,63}$", name))])
    error_message = "terraform_secrets has to name at least one secret, each of 1 to 64 of a-z, 0-9 and '-'."
  }
}

variable "audit_key_secret" {
  type        = string
  default     = "audit-key"
  description = "Name of the secret with the key that signs exports of the audit trail; name and a slash come before it. The container is made here, the key is put in by hand; null for no exports."

  validation {
    condition = var.audit_key_secret == null || try(
      can(regex("^[a-z0-9][a-z0-9-]{0,63}$", var.audit_key_secret)) && !contains(var.terraform_secrets, var.audit_key_secret), false
    )
    error_message = "audit_key_secret has to have 1 to 64 of a-z, 0-9 and '-', and be none of terraform_secrets; or null."
  }
}

variable "otlp_headers_secret" {
  type        = string
  default     = null
  description = "Name of the secret with what an OpenTelemetry collector wants to see (OTEL_EXPORTER_OTLP_HEADERS: name=value,name=value); name and a slash come before it. The container is made here, the value is put in by hand; null for none."

  validation {
    condition = var.otlp_headers_secret == null || try(
      can(regex("^[a-z0-9][a-z0-9-]{0,63}$", var.otlp_headers_secret)) && !contains(var.terraform_secrets, var.otlp_headers_secret) && var.otlp_headers_secret != var.audit_key_secret, false
    )
    error_message = "otlp_headers_secret has to have 1 to 64 of a-z, 0-9 and '-', and be none of terraform_secrets and not audit_key_secret; or null."
  }
}

variable "secret_recovery_days" {
  type        = number
  default     = 7
  description = "Days in which a deleted secret can be brought back; 0 deletes at once."

  validation {
    condition     = var.secret_recovery_days == 0 || (var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30)
    error_message = "secret_recovery_days has to be 0, or 7 to 30."
  }
}

variable "secrets_extension_layer_arn" {
  type        = string
  default     = null
  description = "The AWS Parameters and Secrets Lambda extension of your region, x86_64, with its version; null for none."

  validation {
    condition     = var.secrets_extension_layer_arn == null || can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]+:[0-9]+$", var.secrets_extension_layer_arn))
    error_message = "secrets_extension_layer_arn has to be a layer's ARN with its version (arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION), or null."
  }
}

variable "permissions_boundary_arn" {
  type        = string
  default     = null
  description = "The permissions boundary of the function's role, where an organization asks for one; null for none."

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn has to be a policy's ARN (arn:aws:iam::ACCOUNT:policy/NAME), or null."
  }
}

variable "tracing" {
  type        = bool
  default     = false
  description = "Whether X-Ray has a segment of each sampled invocation, with the platform's own times. Spans of the product are docs/telemetry.md."
}

variable "vpc" {
  type        = object({ subnet_ids = set(string), security_group_ids = set(string) })
  default     = null
  description = "Subnets and security groups of yours that the function reaches a Terraform Enterprise through; null for none. From there it also has to reach DynamoDB and Secrets Manager: docs/aws.md."

  validation {
    condition = var.vpc == null || try(length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0 &&
    alltrue([for id in var.vpc.subnet_ids : startswith(id, "subnet-")]) && alltrue([for id in var.vpc.security_group_ids : startswith(id, "sg-")]), false)
    error_message = "vpc has to name at least one subnet (subnet-…) and one security group (sg-…), or be null."
  }
}

variable "kms_key_arn" {
  type        = string
  default     = null
  description = "Your own key for the table, the secrets, the logs, the alarms' topic and the function's settings; null for AWS's. Its policy has to let logs.REGION.amazonaws.com and cloudwatch.amazonaws.com use it."

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn has to be a key's ARN (arn:aws:kms:REGION:ACCOUNT:key/ID), not an alias, or null."
  }
}

variable "deletion_protection" {
  type        = bool
  default     = true
  description = "Whether the table refuses to be deleted. docs/aws.md: back to nothing."
}

variable "log_retention_days" {
  type        = number
  default     = 90
  description = "Days for which logs are kept. The audit lines are among them."

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days has to be one of CloudWatch's: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Never (0) is not among them."
  }
}

variable "requests_per_second" {
  type        = number
  default     = 50
  description = "Steady rate above which API Gateway answers 429 without calling the function."

  validation {
    condition     = var.requests_per_second >= 1 && var.requests_per_second <= 10000
    error_message = "requests_per_second has to be 1 to 10000."
  }
}

variable "request_burst" {
  type        = number
  default     = 100
  description = "Requests that may come at once before requests_per_second holds."

  validation {
    condition     = var.request_burst >= 1 && var.request_burst <= 5000 && var.request_burst >= var.requests_per_second / 10
    error_message = "request_burst has to be 1 to 5000, and at least a tenth of requests_per_second."
  }
}

variable "alarm_emails" {
  type        = set(string)
  default     = []
  description = "Addresses that alarms are sent to, through an SNS topic made here; each has to confirm by mail."

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "alarm_emails has to hold e-mail addresses."
  }
}

variable "alarm_topic_arn" {
  type        = string
  default     = null
  description = "An SNS topic of yours that alarms go to; null for none."

  validation {
    condition     = var.alarm_topic_arn == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+$", var.alarm_topic_arn))
    error_message = "alarm_topic_arn has to be a topic's ARN (arn:aws:sns:REGION:ACCOUNT:NAME), or null."
  }
}

variable "refusals_per_5_minutes" {
  type        = number
  default     = 200
  description = "How many answers of 4xx in five minutes alarm: somebody guesses URLs, or an agent runs on with a dead one."

  validation {
    condition     = var.refusals_per_5_minutes >= 1
    error_message = "refusals_per_5_minutes has to be at least 1."
  }
}

variable "domain_name" {
  type        = string
  default     = null
  description = "A host name of yours (mcp.example.com) that minted URLs have; null for API Gateway's own."

  validation {
    condition     = var.domain_name == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.domain_name))
    error_message = "domain_name has to be a host name in lower case, without scheme and path, such as mcp.example.com."
  }
}

variable "certificate_arn" {
  type        = string
  default     = null
  description = "The ACM certificate of domain_name, in the same region."

  validation {
    condition     = (var.certificate_arn == null) == (var.domain_name == null)
    error_message = "certificate_arn and domain_name go together: give both or neither."
  }

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.certificate_arn))
    error_message = "certificate_arn has to be an ACM certificate's ARN (arn:aws:acm:REGION:ACCOUNT:certificate/ID), or null."
  }
}

variable "zone_id" {
  type        = string
  default     = null
  description = "The Route 53 zone to write domain_name into; null if its DNS is elsewhere: then point a CNAME at the output domain_target."

  validation {
    condition     = var.zone_id == null || var.domain_name != null
    error_message = "zone_id needs a domain_name to write into the zone."
  }
}

variable "audit_external_id" {
  type        = string
  default     = null
  description = "Makes a role in this account that accounts of the integration aws read it by, with this external id: any text of yours, given to the account as external_id. Null for no role."

  validation {
    condition     = var.audit_external_id == null || can(regex("^[A-Za-z0-9+=,.@:/_-]{2,255}$", var.audit_external_id))
    error_message = "audit_external_id has to have 2 to 255 letters, digits and +=,.@:/_-."
  }
}

variable "audit_roles" {
  type        = list(string)
  default     = []
  description = "ARNs of further roles that the function may assume to read other accounts: docs/aws-audit.md. It can assume no other."

  validation {
    condition     = alltrue([for arn in var.audit_roles : can(regex("^arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "audit_roles has to have whole ARNs of roles: arn:aws:iam::123456789012:role/serverless-mcp-audit."
  }
}
