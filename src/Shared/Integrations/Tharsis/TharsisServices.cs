using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Reports;

namespace ServerlessMcp.Integrations.Tharsis;

/// <summary>What a host adds for accounts of Tharsis.</summary>
public static class TharsisServices
{
    /// <summary>Registers the integration. Nothing of it is made before a call of one of its accounts.</summary>
    public static IServiceCollection AddTharsis(this IServiceCollection services)
    {
        services.AddSingleton<IIntegration, TharsisIntegration>();
        services.AddSingleton<Generations>();
        services.AddSingleton<Documentation>();
        services.AddSingleton<TokenSource>();
        services.AddSingleton(provider => new TharsisClient(
            new HttpMessageInvoker(provider.GetRequiredService<HttpMessageHandler>()),
            provider.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value.Upstream,
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
