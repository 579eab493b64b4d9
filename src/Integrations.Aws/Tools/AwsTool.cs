using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>A row of this integration: what it needs of AWS, and what it does. All of them read.</summary>
internal sealed record AwsTool : ToolDefinition
{
    /// <summary>The IAM actions that it needs.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>What it does with arguments that were checked.</summary>
    public required Func<AwsCall, Task<ReadOnlyMemory<byte>>> Run { get; init; }

    /// <summary>For people, in lists of tools.</summary>
    public required string Heading { get; init; }

    /// <inheritdoc/>
    public override string Title => Heading;
}
