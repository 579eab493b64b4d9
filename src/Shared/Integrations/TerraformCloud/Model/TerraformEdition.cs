using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>The products that serve Terraform's API, as <see cref="Catalog.ToolCatalog.EditionAt"/> tells them apart.</summary>
internal static class TerraformEdition
{
    /// <summary>HCP Terraform, by its host name; on loopback also what may be it, until it has been asked.</summary>
    public const string Hcp = "hcp";

    /// <summary>A server on loopback that does not say that it is HCP Terraform.</summary>
    public const string MaybeHcp = "other";

    /// <summary>Terraform Enterprise, and whatever else stands at an address of its own.</summary>
    public const string Enterprise = "tfe";

    /// <summary>Which of them an address may belong to, as far as the address tells, the likeliest first.</summary>
    public static IReadOnlyList<string> At(Uri address) =>
        address.IsLoopback ? [Hcp, MaybeHcp] : TerraformAccount.IsHcpAt(address) ? [Hcp] : [Enterprise];

    /// <summary>What people call it.</summary>
    public static string NameOf(string edition) => edition == Enterprise ? "Terraform Enterprise" : "HCP Terraform";
}
