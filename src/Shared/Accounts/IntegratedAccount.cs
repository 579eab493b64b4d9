using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ServerlessMcp.Catalog;
using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>A connection to a system, such as HCP Terraform: an address, the name of a secret, what its integration
/// needs besides, and the policy for URLs minted from it.</summary>
public sealed record IntegratedAccount
{
    /// <summary>The integration of accounts that name none: the first there was.</summary>
    public const string HcpTerraform = "hashicorp_terraform_cloud";

    /// <summary>The caller's own name for it (<see cref="Identifier"/>): <c>sandbox</c>, <c>prod-tfe</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Which integration: <see cref="HcpTerraform"/>.</summary>
    public string Integration { get; init; } = HcpTerraform;

    /// <summary>The origin of the API (<c>https://app.terraform.io</c>). https, or http on loopback. The token goes
    /// here and nowhere else.</summary>
    public required Uri Address { get; init; }

    /// <summary>The name of the credential in the vault; never its value. Empty where the host's own identity opens the
    /// system (<see cref="AccountForm.MayHaveNoSecret"/>).</summary>
    public required string SecretName { get; init; }

    /// <summary>What its URLs may be at most.</summary>
    public AccountPolicy Policy { get; init; } = new();

    /// <summary>What its integration needs besides (<see cref="AccountForm.Members"/>): texts and lists of
    /// texts.</summary>
    // Set, because the serializer can't bind what it does not know to a constructor.
    [JsonExtensionData]
    [SuppressMessage("Usage", "CA2227", Justification = "As above.")]
    public IDictionary<string, JsonElement> Members { get; set; } = new Dictionary<string, JsonElement>();

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

    /// <summary>The grant whose bounds its policy has here as well; null where it is the account's own.</summary>
    [JsonIgnore]
    public AccessGrant? NarrowedBy { get; init; }

    /// <summary>What its policy is called in the faults of a body.</summary>
    [JsonIgnore]
    public string PolicyWords => NarrowedBy is null ? $"the policy of account {Id}" : $"your sign-in's grant at account {Id}";

    /// <summary>
    /// Whether a server of this account is revoked, or of an account of the same name that was deleted. One record says
    /// it of all URLs, and the gate reads it on every call anyway: revoking ten thousand is one write.
    /// </summary>
    public bool HasRevoked(McpServer server) => HasRevoked(server.Epoch, server.CreatedAt);

    /// <summary>Whether what was of this epoch, at that time, is revoked.</summary>
    public bool HasRevoked(long epoch, DateTimeOffset since) => epoch != Epoch || (Epoch < FirstEpoch && since < CreatedAt);

    // Accounts stored by versions before 0.1 began with 0, and may be successors of others that did. Their time of
    // creation tells them apart, as it did then.
    private const long FirstEpoch = 1L << 40;

    /// <summary>The epoch of an account that is made now: one of 2^52 beyond <see cref="FirstEpoch"/>, so that no
    /// earlier account of the same id had it.</summary>
    public static long NewEpoch() =>
        FirstEpoch + (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & ((1L << 52) - 1));

    /// <summary>A member that is a text; null if it is not given.</summary>
    public string? Text(string member) =>
        Members.TryGetValue(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>What the account gives an argument that is left out; null if it gives none.</summary>
    public string? Default(AccountForm form) => form.DefaultedBy is { } member ? Text(member) : null;

    /// <summary>The value of a member that is a text.</summary>
    public static JsonElement Member(string text) => JsonSerializer.SerializeToElement(text, RecordJson.Default.String);

    /// <summary>The value of a member that is a list of texts.</summary>
    public static JsonElement Member(ReadOnlySpan<string> texts) =>
        JsonSerializer.SerializeToElement(texts.ToArray(), RecordJson.Default.StringArray);

    /// <summary>A member that is a list of texts; empty if it is not given.</summary>
    public IReadOnlyList<string> Texts(string member) =>
        Members.TryGetValue(member, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(entry => entry.GetString()!)] : [];
}
