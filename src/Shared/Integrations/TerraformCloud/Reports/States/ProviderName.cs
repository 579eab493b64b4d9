namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>Names of providers as they are answered: <c>hashicorp/aws</c>, with the host where that isn't the public
/// registry's.</summary>
internal static class ProviderName
{
    private const string PublicRegistry = "registry.terraform.io/";

    /// <summary>
    /// The short form of any: <c>registry.terraform.io/hashicorp/aws</c> (plans and shown states),
    /// <c>provider["registry.terraform.io/hashicorp/aws"].west</c> (raw states).
    /// </summary>
    public static string Of(string name)
    {
        if (name.Split('"') is [_, var quoted, ..])
            name = quoted;
        return name.StartsWith(PublicRegistry, StringComparison.Ordinal) ? name[PublicRegistry.Length..] : name;
    }
}
