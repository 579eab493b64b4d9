using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Tharsis.Client;

namespace ServerlessMcp.Integrations.Tharsis.Model;

/// <summary>A tool of this integration: a row with the code that carries it out. All of them read.</summary>
internal sealed record TharsisTool : ToolDefinition
{
    /// <summary>What people read in lists of tools.</summary>
    public required string Heading { get; init; }

    /// <summary>Answers one call, its arguments checked. What goes wrong is a <see cref="TharsisTroubleException"/>.</summary>
    public required Func<ToolArguments, TharsisSession, CancellationToken, Task<ReadOnlyMemory<byte>>> Run { get; init; }

    /// <inheritdoc/>
    public override string Title => Heading;

    // No argument is a part of a request's address, and all of them say what was looked at.
    /// <inheritdoc/>
    public override bool NotesAnswerArguments => true;
}
