using System.Net;

namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>
/// The one way from this integration to AWS, and nothing goes through it that changes something or reads an object: of
/// S3 GET alone, and no key of an object; of the other services POST of an action that reads.
/// </summary>
/// <param name="inner">The host's connections; they stay its own.</param>
internal sealed class ReadOnlyHandler(HttpMessageHandler inner) : HttpMessageHandler
{
    private const int MaxAnswer = 16 * 1024 * 1024;

    private readonly HttpMessageInvoker sender = new(inner, disposeHandler: false);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!await OnlyReadsAsync(request, cancellationToken))
        {
            throw new InvalidOperationException("A request that is no reading of settings was about to be sent to AWS, and was not.");
        }

        var answer = await sender.SendAsync(request, cancellationToken);
        await answer.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken);
        return answer;
    }

    private static async Task<bool> OnlyReadsAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Get)
        {
            // The whole of a bucket's path is its name, or nothing where the name stands in the host.
            return path.StartsWith("/v20180820/configuration/", StringComparison.Ordinal)
                || (path.Trim('/').Contains('/', StringComparison.Ordinal) is false && (path == "/" || request.RequestUri.Query.Length > 1));
        }

        if (request.Method != HttpMethod.Post || path != "/" || request.Content is null)
        {
            return false;
        }

        var form = await request.Content.ReadAsStringAsync(cancellationToken);
        var action = form.Split('&').FirstOrDefault(pair => pair.StartsWith("Action=", StringComparison.Ordinal))?[7..];
        return action is not null && ((string[])["AssumeRole", "Describe", "Get", "List"]).Any(
            verb => WebUtility.UrlDecode(action).StartsWith(verb, StringComparison.Ordinal));
    }
}
