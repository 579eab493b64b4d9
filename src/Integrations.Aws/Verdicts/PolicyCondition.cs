using System.Net;

namespace ServerlessMcp.Integrations.Aws.Verdicts;

/// <summary>
/// One key of a statement's conditions. S3 calls a statement public unless one of them ties it to fixed values
/// (<see
/// href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"/>).
/// </summary>
/// <param name="Operator">As it is written: <c>StringEquals</c>, <c>ForAnyValue:StringLike</c>.</param>
/// <param name="Key">As it is written: <c>aws:SourceVpce</c>.</param>
/// <param name="Values">The values.</param>
internal sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values)
{
    private static readonly string[] OfAccounts = ["aws:SourceAccount", "aws:SourceOwner"];

    private static readonly string[] FixingKeys =
    [
        "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceOwner", "aws:SourceAccount", "aws:userid",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:DataAccessPointArn", "s3:DataAccessPointAccount", "aws:PrincipalOrgID",
    ];

    /// <summary>Whether it ties the statement to fixed values.</summary>
    public bool Fixes => Values.Count > 0 && (Is("aws:SourceIp") ? IsOperator("IpAddress") && Values.All(IsNarrow)
        : Array.Exists(FixingKeys, Is) && IsOperator("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike")
            && Values.All(IsFixed));

    /// <summary>Whether all its values are this account.</summary>
    public bool IsOfAccount(string account) => Array.Exists(OfAccounts, Is) && Values.All(value => value == account);

    private bool Is(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

    // With IfExists, and with ForAllValues, it holds where the key is absent.
    private bool IsOperator(params ReadOnlySpan<string> names)
    {
        var name = Operator.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase) ? Operator[12..] : Operator;
        foreach (var one in names)
        {
            if (string.Equals(one, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsFixed(string value)
    {
        // A role's sessions are AROA…:name, and fixed by the role's id.
        var part = Is("aws:userid") && value.StartsWith("ARO", StringComparison.Ordinal) && value.EndsWith(":*", StringComparison.Ordinal)
            ? value[..^2] : value;
        return part.Length > 0 && !part.Contains('*', StringComparison.Ordinal) && !part.Contains('?', StringComparison.Ordinal)
            && !part.Contains("${", StringComparison.Ordinal);
    }

    // Wider than /8, or than /32 of IPv6, is the internet.
    private static bool IsNarrow(string range)
    {
        var (address, length) = range.Split('/') switch
        {
            [var alone] => (alone, null),
            [var start, var bits] => (start, bits),
            _ => ("", (string?)null),
        };
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return false;
        }

        var isFour = parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        return length is null || (int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            && prefix >= (isFour ? 8 : 32) && prefix <= (isFour ? 32 : 128));
    }
}
