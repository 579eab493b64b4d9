using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Verdicts;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>What several answers have alike.</summary>
internal static class BucketJson
{
    /// <summary>What no answer about who can reach a bucket covers.</summary>
    public const string BlindSpots = "objects' own ACLs where ACLs are on, access points, CloudFront, presigned URLs, S3 Access Grants, KMS key policies";

    /// <summary>A time as answers have it.</summary>
    public static string Time(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes how many buckets the account's regions leave out.</summary>
    public static void WriteElsewhere(Utf8JsonWriter writer, int elsewhere)
    {
        if (elsewhere > 0)
        {
            writer.WriteNumber("in_other_regions", elsewhere);
        }
    }

    /// <summary>Writes a public access block: the flags that are on, or why it is not known.</summary>
    public static void WriteBlock(Utf8JsonWriter writer, string name, Reading<PublicAccessBlock> block)
    {
        if (block.Trouble is { } trouble)
        {
            writer.WriteString(name, $"unknown: {trouble}");
        }
        else if (block.Value.IsWhole)
        {
            writer.WriteString(name, "all");
        }
        else
        {
            writer.WriteTexts(name, block.Value.On);
        }
    }

    /// <summary>Writes a setting: its value, null where it is not set, or why it is not known.</summary>
    public static void WriteSetting<T>(Utf8JsonWriter writer, string name, Reading<T> reading, Action<T> value)
    {
        if (reading.Trouble is { } trouble)
        {
            writer.WriteString(name, $"unknown: {trouble}");
        }
        else if (reading.State == ReadingState.Set)
        {
            writer.WritePropertyName(name);
            value(reading.Value!);
        }
        else if (reading.State == ReadingState.NotSet)
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>Writes the statements of a policy, each with what makes it public.</summary>
    public static void WriteStatements(Utf8JsonWriter writer, string policy, string account)
    {
        if (PolicyDocument.Read(policy) is not { } statements)
        {
            writer.WriteString("problem", "the policy is no readable document");
            return;
        }

        writer.WriteStartArray("statements");
        foreach (var statement in statements)
        {
            writer.WriteStartObject();
            writer.WriteString("statement", Clean(statement.Name));
            writer.WriteString("effect", statement.IsAllow ? "Allow" : "Deny");
            if (statement.IsPublic)
            {
                writer.WriteString("public_because", Clean(statement.Words));
            }
            else if (statement.IsOfOthers(account))
            {
                writer.WriteBoolean("other_accounts", true);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A text that others wrote, without what says by its form that it is a credential.</summary>
    public static string Clean(string text) => SecretText.Scrub(text);
}
