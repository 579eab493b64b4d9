namespace ServerlessMcp.Sandbox;

/// <summary>Where a host says that its services are.</summary>
internal static class ServiceDiscovery
{
    /// <summary>https://developer.hashicorp.com/terraform/internals/remote-service-discovery</summary>
    public static JsonObject Document() => new()
    {
        ["modules.v1"] = "/api/registry/v1/modules/",
        ["providers.v1"] = "/api/registry/v1/providers/",
        ["motd.v1"] = "/api/terraform/motd",
        ["state.v2"] = "/api/v2/",
        ["tfe.v2"] = "/api/v2/",
        ["tfe.v2.1"] = "/api/v2/",
        ["tfe.v2.2"] = "/api/v2/",
    };
}
