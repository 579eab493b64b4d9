using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ServerlessMcp.Records;

namespace ServerlessMcp.Functions.Tables;

/// <summary>Where the table is and who we are to it.</summary>
internal sealed record TablesOptions
{
    /// <summary>The account's Table endpoint, <c>https://ACCOUNT.table.core.windows.net</c>; the emulator's has the
    /// account as its path.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The table: 3 to 63 letters and digits, starting with a letter.</summary>
    public string Table { get; init; } = "serverlessmcp";

    /// <summary>Who we are: in Azure the function's managed identity, with the role Storage Table Data Contributor on
    /// the table or its account.</summary>
    public TokenCredential? Credential { get; init; }

    /// <summary>Instead of <see cref="Credential"/>, for an emulator on this machine: its account's key, in base64.</summary>
    public string? EmulatorKey { get; init; }

    /// <summary>How long one answer may take. Below what <see cref="StoreDeadline.Limit"/> allows for a whole question.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How old a note must be before the sweep takes it for one that leads nowhere. A younger one may belong to a write
    /// that is under way: notes are written before records.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The transport, for tests; null for Azure.Core's.</summary>
    public HttpPipelineTransport? Transport { get; init; }

    /// <summary>The table over these; nothing is connected yet.</summary>
    /// <exception cref="InvalidOperationException">There is neither credential nor key, or a key for something that is
    /// no emulator.</exception>
    internal RecordTable Connect()
    {
        var options = new TableClientOptions { RetryPolicy = new ReadRetryPolicy() };
        options.Retry.NetworkTimeout = NetworkTimeout;
        // What Azure.Core notes, it notes for its event listeners and traces, and the URLs in it have record ids.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        if (Transport is not null)
            options.Transport = Transport;

        return new RecordTable((Credential, EmulatorKey) switch
        {
            (_, { } key) when Endpoint.IsLoopback =>
                new TableClient(Endpoint, Table, new TableSharedKeyCredential(Endpoint.AbsolutePath.Trim('/'), key), options),
            ({ } credential, null) => new TableClient(Endpoint, Table, credential, options),
            _ => throw new InvalidOperationException(
                "A table needs a credential, or, on this machine only, an emulator's key."),
        });
    }
}
