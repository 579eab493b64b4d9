using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Local.Commands;

/// <summary>Looks whether the URLs that clients of this machine are set to live. Each is asked where it leads; none is
/// shown.</summary>
internal static class ClientCheck
{
    private const int MostUrls = 100;

    private static readonly byte[] Ping = [.. """{"jsonrpc":"2.0","id":1,"method":"ping"}"""u8];

    /// <summary>Looks, one URL after the other.</summary>
    public static async IAsyncEnumerable<Finding> RunAsync(TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        { Timeout = TimeSpan.FromSeconds(15), MaxResponseContentBufferSize = 64 * 1024 };
        var count = 0;
        foreach (var file in ClientFiles.Here())
        {
            if (file.Complaint is { } complaint)
            {
                yield return new Finding(file.Client, FindingState.Note, $"{file.Path}: {complaint}");
            }

            foreach (var server in file.Servers.Take(MostUrls - count))
            {
                count++;
                yield return await AskAsync(http, file, server, cancellationToken);
            }
        }

        if (count == 0)
        {
            yield return new Finding("clients", FindingState.Note, "No client of this machine is set to an MCP URL of ServerlessMcp.");
        }
    }

    private static async Task<Finding> AskAsync(HttpClient http, ClientFile file, ConfiguredServer server, CancellationToken cancellationToken)
    {
        var what = $"{server.Name} in {file.Path}, {Told(server)}";
        if (!Deployment.IsSafe(server.Url))
        {
            return new Finding(file.Client, FindingState.Bad, $"{what}: it would go over the network in the clear, so it was not asked. Revoke it.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url) { Content = new ReadOnlyMemoryContent(Ping) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (server.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            return (int)answer.StatusCode switch
            {
                200 => new Finding(file.Client, FindingState.Good, $"{what}: lives."),
                410 => new Finding(file.Client, FindingState.Bad, $"{what}: is over. Mint another, or take it out."),
                401 => new Finding(file.Client, FindingState.Note, $"{what}: needs an API token or a sign-in besides."),
                var status => new Finding(file.Client, FindingState.Bad, $"{what}: answered {status}."),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException
            || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Without its message, which may have the address in it.
            return new Finding(file.Client, FindingState.Bad, $"{what}: can't be reached.");
        }
    }

    // An id is half of a digest and gives nothing away; what stands in the URL does.
    private static string Told(ConfiguredServer server)
    {
        var token = server.Token ?? server.Url.Segments[^1];
        var id = SecretToken.IsWellFormed(SecretToken.UrlPrefix, token)
            ? SecretToken.RecordId(SecretToken.UrlPrefix, SecretToken.Hash(token)) : UrlReference.IdOf(token);
        return $"{UrlWords.Mark(id)} at {server.Url.GetLeftPart(UriPartial.Authority)}";
    }
}
