namespace ServerlessMcp.Integrations.Aws.Findings;

/// <summary>What a security team checks, by the number that AWS Security Hub has for it
/// (<see href="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html"/>).</summary>
/// <param name="Id">The number: <c>S3.2</c>.</param>
/// <param name="Severity">critical, high, medium or low.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Remediation">One step, as Terraform text; BUCKET stands for the bucket's name.</param>
internal sealed record Control(string Id, string Severity, string Title, string Remediation)
{
    /// <summary>Severities, the worst first.</summary>
    public static readonly IReadOnlyList<string> Severities = ["critical", "high", "medium", "low"];

    /// <summary>Where it stands among others: the worst first, then by number.</summary>
    public (int Severity, int Number) Order =>
        (Severities.ToList().IndexOf(Severity), int.Parse(Id.AsSpan(Id.IndexOf('.', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture));
}
