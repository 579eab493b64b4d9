using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>A connection to HCP Terraform or Terraform Enterprise: an address, the name of a secret, and the policy for
/// URLs minted from it.</summary>
public sealed record IntegratedAccount
{
    /// <summary>The only integration there is today.</summary>
    public const string HcpTerraform = "hashicorp_terraform_cloud";

    /// <summary>The caller's own name for it (<see cref="Identifier"/>): <c>sandbox</c>, <c>prod-tfe</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Which integration: <see cref="HcpTerraform"/>.</summary>
    public string Integration { get; init; } = HcpTerraform;

    /// <summary>The origin of the API (<c>https://app.terraform.io</c>). https, or http on loopback. The token goes
    /// here and nowhere else.</summary>
    public required Uri Address { get; init; }

    /// <summary>The default of every <c>organization_name</c> argument; null if each call has to name one.</summary>
    public string? Organization { get; init; }

    /// <summary>The name of the Terraform token in the vault; never its value.</summary>
    public required string SecretName { get; init; }

    /// <summary>What its URLs may be at most.</summary>
    public AccountPolicy Policy { get; init; } = new();

    /// <summary>
    /// Further hosts that may serve pre-signed blobs from a private address: the object store of a Terraform
    /// Enterprise. HCP Terraform needs none.
    /// </summary>
    public IReadOnlyList<string> BlobHosts { get; init; } = [];

    /// <summary>When it was first connected.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// One more whenever all its URLs are revoked at once, from a random start (<see cref="NewEpoch"/>): a URL is of
    /// the epoch in which it was minted, and neither a revocation nor an account deleted and made again under the same
    /// id brings it back. Clocks of several instances have no part in it.
    /// </summary>
    public long Epoch { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// Whether a server of this account is revoked, or of an account of the same name that was deleted. One record says
    /// it of all URLs, and the gate reads it on every call anyway: revoking ten thousand is one write.
    /// </summary>
    public bool HasRevoked(McpServer server) => server.Epoch != Epoch || (Epoch < FirstEpoch && server.CreatedAt < CreatedAt);

    // Accounts stored by versions before 0.1 began with 0, and may be successors of others that did. Their time of
    // creation tells them apart, as it did then.
    private const long FirstEpoch = 1L << 40;

    /// <summary>The epoch of an account that is made now: one of 2^52 beyond <see cref="FirstEpoch"/>, so that no
    /// earlier account of the same id had it.</summary>
    public static long NewEpoch() =>
        FirstEpoch + (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & ((1L << 52) - 1));

    /// <summary>Whether the address is HCP Terraform itself; every other host is taken for a Terraform Enterprise,
    /// unless it is on loopback (the sandbox).</summary>
    public bool IsHcp => Address.IsLoopback || string.Equals(Address.Host, "app.terraform.io", StringComparison.OrdinalIgnoreCase)
        || string.Equals(Address.Host, "app.eu.terraform.io", StringComparison.OrdinalIgnoreCase);
}
