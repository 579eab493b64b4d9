namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>What holds each request of a call, and each answer to one, to the scope of its URL.</summary>
internal interface IRequestGuard
{
    /// <summary>The workspaces and projects that the call was traced to, for the audit trail.</summary>
    IReadOnlyList<string> Targets { get; }

    /// <summary>Refuses a request that is not proven to stay in scope.</summary>
    /// <exception cref="Exception">It is not, or nobody can tell.</exception>
    ValueTask VetAsync(HttpMethod verb, string pathAndQuery, CancellationToken cancellationToken);

    /// <summary>As <see cref="VetAsync"/>, for a document that is read piece by piece and can't be cut to the scope.</summary>
    ValueTask VetContentAsync(string pathAndQuery, CancellationToken cancellationToken);

    /// <summary>The answer without what lies outside of the scope.</summary>
    Task<TerraformResponse> FilterAsync(string pathAndQuery, TerraformResponse response, CancellationToken cancellationToken);
}
