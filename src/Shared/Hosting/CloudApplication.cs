using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ServerlessMcp.Hosting;

/// <summary>What the hosts of both clouds start from: routing and a log on the console. Settings are the hosts' own, so
/// no file and no other variable changes what a host does.</summary>
public static class CloudApplication
{
    /// <summary>A builder that lacks a server, a store and the product.</summary>
    /// <param name="level">The least that is logged.</param>
    /// <param name="formatter">How an entry of the log is written.</param>
    /// <param name="errors">Where errors are logged; null for on standard output, with all else.</param>
    public static WebApplicationBuilder CreateBuilder(LogLevel level, ConsoleFormatter formatter, Stream? errors = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var services = builder.Services;
        services.AddRoutingCore();
        services.AddSingleton(_ => ConsoleLog.Create(level, formatter, errors));

        // All that the framework asks for on the way to a first answer.
        services.AddClosedOptions<HostOptions>();
        services.AddClosedOptions<ConsoleLifetimeOptions>();
        services.AddClosedOptions<FormOptions>();
        services.AddClosedOptions<RouteHandlerOptions>();
        services.AddClosedOptions<RouteOptions>();
        services.AddClosedOptions<KestrelServerOptions>();
        services.AddClosedOptions<SocketTransportOptions>();
        return builder;
    }
}
