using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;
using ServerlessMcp.Integrations.TerraformCloud.Scope;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>What a host adds for accounts of HCP Terraform and Terraform Enterprise.</summary>
public static class TerraformCloudServices
{
    /// <summary>Registers the integration.</summary>
    public static IServiceCollection AddTerraformCloud(this IServiceCollection services)
    {
        services.AddSingleton<IIntegration, TerraformCloudIntegration>();
        services.AddSingleton<ToolExecutor>();
        services.AddSingleton<AccountPreview>();
        services.AddSingleton<ScopeMatches>();
        services.AddSingleton<ServerProduct>();
        services.AddSingleton<OwnerCache>();
        services.AddSingleton<NameCache>();
        services.AddSingleton<PlanCopies>();
        services.AddSingleton(provider => new TerraformClient(
            new HttpMessageInvoker(provider.GetRequiredService<HttpMessageHandler>()),
            provider.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value.Upstream,
            provider.GetRequiredService<TimeProvider>(), new KnownPaths(TerraformCloudIntegration.Paths)));
        services.AddSingleton(provider => new BlobResolver(
            new HttpMessageInvoker(provider.GetRequiredService<HttpMessageHandler>()),
            new HttpMessageInvoker(PublicAddressHandler.CreateHandler()),
            provider.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value.Upstream,
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Builds the catalogue, so that no first request waits for it: a host calls it beside its start.</summary>
    public static void Warm() => TerraformCloudIntegration.Warm();
}
