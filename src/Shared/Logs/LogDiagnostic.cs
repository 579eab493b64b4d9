namespace ServerlessMcp.Logs;

/// <summary>An error or a warning that Terraform printed, in its own words, safe to show: no colours, no pre-signed
/// URLs, no tokens.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Summary">One line.</param>
/// <param name="Detail">What Terraform or the provider says about it, at most <see cref="MaxDetailLength"/> characters;
/// null for none.</param>
/// <param name="File">The file of the configuration, relative to its root (<c>modules/vpc/main.tf</c>); null where
/// Terraform names none.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Address">What it is about: <c>module.vpc.aws_subnet.a[0]</c>, <c>var.region</c>,
/// <c>provider["aws"]</c>; null where Terraform doesn't say.</param>
internal sealed record LogDiagnostic(string Severity, string Summary, string? Detail, string? File, int? Line, string? Address)
{
    /// <summary>The longest detail kept, in characters: about 400 tokens. An AWS error that lists a whole policy
    /// document is longer.</summary>
    public const int MaxDetailLength = 1500;

    /// <summary>
    /// The block that it is about, as Terraform names it (<c>resource "aws_instance" "web"</c>), where that gives no
    /// address: in a module, whose instances Terraform does not name there. Null where there is an address, or no
    /// block.
    /// </summary>
    public string? Block { get; init; }

    /// <summary>What the expressions on the line were: <c>each.key is "x"; var.size is 3</c>. Null for none.</summary>
    public string? Values { get; init; }

    /// <summary>How many times it was printed: once for each instance that Terraform does not name.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Whether it is an error.</summary>
    public bool IsError => Severity == "error";

    /// <summary>Writes <c>{severity, summary, detail, file, line, address, block, values, times}</c>, without what
    /// isn't known.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("severity"u8, Severity);
        writer.WriteString("summary"u8, Summary);
        if (Detail is not null)
            writer.WriteString("detail"u8, Detail);
        if (File is not null)
            writer.WriteString("file"u8, File);
        if (Line is { } line)
            writer.WriteNumber("line"u8, line);
        if (Address is not null)
            writer.WriteString("address"u8, Address);
        if (Block is not null)
            writer.WriteString("block"u8, Block);
        if (Values is not null)
            writer.WriteString("values"u8, Values);
        if (Times > 1)
            writer.WriteNumber("times"u8, Times);
        writer.WriteEndObject();
    }
}
