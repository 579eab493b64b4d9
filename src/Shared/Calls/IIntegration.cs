using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Calls;

/// <summary>
/// A system that URLs open: its tools, and how a call of one is carried out. It is all that the rest of the product
/// knows of the system; a host registers each in one line. Without state of a call: one instance serves all.
/// </summary>
public interface IIntegration
{
    /// <summary>Its tools and prompts; the same instance each time. Its <see cref="ToolCatalog.Integration"/> is what
    /// an account's <c>integration</c> says.</summary>
    ToolCatalog Catalog { get; }

    /// <summary>What an account's <c>integration</c> says, told without making the catalogue: a host has accounts of few of
    /// its integrations.</summary>
    string Name => Catalog.Integration;

    /// <summary>
    /// Which edition of its product serves the account, asked of the server itself where the address does not tell;
    /// <see cref="ToolCatalog.EditionAt"/> otherwise. Never an exception: a server that can't be asked is what it was
    /// not shown to be.
    /// </summary>
    ValueTask<string> EditionAsync(IntegratedAccount account, CancellationToken cancellationToken);

    /// <summary>Runs a tool that the URL's filter has let through. Whatever goes wrong is a result that says what to
    /// do, so that the model reads it.</summary>
    /// <param name="tool">The row.</param>
    /// <param name="call">The call. <see cref="ToolCall.NoteChangeAsync"/> comes before anything is sent that may change
    /// something.</param>
    /// <param name="cancellationToken">Ends reading and waiting when the caller goes away. A change whose intent is
    /// noted goes on, up to the host's own deadline.</param>
    /// <exception cref="Records.StoreUnavailableException">The intent of a change could not be noted. Nothing was
    /// sent.</exception>
    Task<ToolResult> CallAsync(ToolDefinition tool, ToolCall call, CancellationToken cancellationToken);

    /// <summary>What the account's credential can really do, as one JSON value for an admin: <c>{"reachable": true,
    /// …}</c>. Asked within a few seconds; never an exception but that the caller has gone.</summary>
    Task<ReadOnlyMemory<byte>> PreviewAsync(IntegratedAccount account, CancellationToken cancellationToken);

    /// <summary>What an admin should know of the account's credential before it is too late, as a sentence: that it ends
    /// soon. Null where there is nothing to say or nobody knows. Never an exception but that the caller has gone.</summary>
    ValueTask<string?> NoticeAsync(IntegratedAccount account, CancellationToken cancellationToken) => default;

    /// <summary>How much each kind of thing that a scope names has in it now; null for a count that could not be known,
    /// null for all where there is no scope to count.</summary>
    Task<IReadOnlyList<(string Kind, int? Count)>?> CountScopeAsync(
        McpServerConfig config, IntegratedAccount account, CancellationToken cancellationToken);

    /// <summary>The account as it is stored: what the integration makes itself is added, and kept over changes.</summary>
    /// <param name="wanted">What an admin has sent.</param>
    /// <param name="existing">What there was under its id, of this integration or another; null for a new one.</param>
    IntegratedAccount Complete(IntegratedAccount wanted, IntegratedAccount? existing) => wanted;

    /// <summary>What an admin has to set up in the system itself, as one JSON value; null where nothing has to be. Asked
    /// within a few seconds; never an exception but that the caller has gone.</summary>
    Task<ReadOnlyMemory<byte>?> SetupAsync(IntegratedAccount account, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(null);

    /// <summary>The member under which <see cref="PreviewAsync"/> stands: <c>terraform</c>.</summary>
    string PreviewName { get; }
}
