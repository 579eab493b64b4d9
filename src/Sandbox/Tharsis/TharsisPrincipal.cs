namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>A service account that can log in.</summary>
/// <param name="Path">Its path: <c>my-org/agent</c>.</param>
/// <param name="Id">Its global id.</param>
/// <param name="Secret">Its client secret.</param>
/// <param name="Sees">The groups that it is a viewer of; what lies below them is inherited.</param>
internal sealed record TharsisPrincipal(string Path, string Id, string Secret, IReadOnlyList<string> Sees)
{
    /// <summary>Until when its secret is good.</summary>
    public DateTimeOffset SecretExpires { get; set; }

    /// <summary>Whether it was deleted: its tokens are refused, and it gets no others.</summary>
    public bool IsRevoked { get; set; }

    /// <summary>Whether it may see what stands at a path.</summary>
    public bool MaySee(string path) => Sees.Any(group => path == group || path.StartsWith(group + "/", StringComparison.Ordinal));
}
