using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws;

/// <summary>What a host adds for accounts of AWS.</summary>
public static class AwsServices
{
    /// <summary>Registers the integration. Nothing of the SDK is touched before the first call.</summary>
    public static IServiceCollection AddAws(this IServiceCollection services) =>
        services.AddSingleton<IIntegration>(provider => new AwsIntegration(
            new AwsSessions(
                provider.GetRequiredService<HttpMessageHandler>(), provider.GetRequiredService<ICredentialSource>(),
                    provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
}
