using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ServerlessMcp.Hosting;

namespace ServerlessMcp.Local.Commands;

/// <summary>Where the browser comes back to: a page on loopback that takes the answer to the sign-in that was begun here,
/// once, and nothing else.</summary>
internal sealed class SignInCallback : IAsyncDisposable
{
    private const string Path = "/callback";
    private const int MostCode = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication app;
    private readonly string provider;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource<string> code = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SignInCallback(WebApplication app, string state, string provider, TimeProvider time) =>
        (this.app, State, this.provider, this.time) = (app, state, provider, time);

    /// <summary>Its address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What the answer has to come with.</summary>
    public string State { get; }

    /// <summary>The code that came; fails where the sign-in was refused.</summary>
    public Task<string> Code => code.Task;

    /// <summary>Listens on a free port of this machine alone.</summary>
    public static async Task<SignInCallback> ListenAsync(
        string state, string provider, TimeProvider time, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Harden();
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var callback = new SignInCallback(builder.Build(), state, provider, time);
        callback.app.Run(callback.AnswerAsync);
        await callback.app.StartAsync(cancellationToken);
        var bound = callback.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        callback.Address = new Uri(new Uri(bound), Path);
        return callback;
    }

    /// <summary>What became of it, which the page says. The first word counts.</summary>
    public void Tell(bool isDone) => outcome.TrySetResult(isDone);

    /// <summary>Ends it, when the page has been answered.</summary>
    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Host.Value != Address.Authority || request.Path != Path || !HttpMethods.IsGet(request.Method))
        {
            await WriteAsync(context, 404, "There is nothing here.");
            return;
        }

        var (came, refused) = (request.Query["code"].ToString(), request.Query["error"].ToString());
        if (!IsSame(request.Query["state"].ToString(), State) || request.Query["provider"] != provider
            || (came.Length is 0 or > MostCode && refused.Length == 0))
        {
            await WriteAsync(context, 400, "This is not the answer to the sign-in that the terminal waits for.");
            return;
        }

        if (!(refused.Length > 0
            ? code.TrySetException(new CommandException(ExitCodes.Credential, $"The sign-in was refused: {Terminal.Clean(refused)}."))
            : code.TrySetResult(came)))
        {
            await WriteAsync(context, 400, "This sign-in has been answered.");
            return;
        }

        // The page says what really became of it.
        var isDone = await outcome.Task.WaitAsync(Patience, time, context.RequestAborted);
        await WriteAsync(
            context, isDone ? 200 : 400, isDone ? "You are signed in. You can close this page, and go on in the terminal."
                : "You are not signed in. The terminal says why.");
    }

    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private static Task WriteAsync(HttpContext context, int status, string text)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync($"<!doctype html><html lang=\"en\"><title>serverless-mcp</title><p>{text}", context.RequestAborted);
    }
}
