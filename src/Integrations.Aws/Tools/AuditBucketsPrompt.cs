using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>What a person asks an agent to audit.</summary>
internal static class AuditBucketsPrompt
{
    /// <summary>The prompt.</summary>
    public static PromptDefinition Row => new()
    {
        Name = "audit_s3_buckets",
        Title = "Audit S3 buckets",
        Description = "Finds S3 buckets that anybody can read or change, with a remediation step for each.",
        Arguments = [],
        Text = """
            Audit all S3 buckets. Find any with public read access. Return a structured findings report with a remediation step for each.

            1. [find_public_s3_buckets]; while the answer has next_cursor, again with it as cursor.
            2. For each public bucket say its name, its verdict, the evidence and the remediation step. Critical ones come first.
            3. Name the unknown ones with what is missing: they are not private, they were not readable.
            4. Say what the answer does not cover. Change nothing: a person applies the steps.
            """,
    };
}
