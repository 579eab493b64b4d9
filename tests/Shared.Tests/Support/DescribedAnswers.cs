using System.Net.Http.Headers;

namespace ServerlessMcp.Tests.Support;

/// <summary>
/// Holds what every test sends to the product's control plane, and what comes back, against the description of its API: an answer with a member that is not described fails the test that got
/// it, and so does a body that was taken and is not described. What is under <c>/mcp</c> is JSON-RPC, and the console's files are of no API: both have tests of
/// their own.
/// </summary>
internal sealed class DescribedAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly string[] Others = ["/mcp/", "/console/"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var sent = request.Content is ByteArrayContent content && IsJson(content.Headers.ContentType) ? await content.ReadAsStringAsync(cancellationToken) : null;
        var answer = await base.SendAsync(request, cancellationToken);
        if (path == "/mcp" || Others.Any(other => path.StartsWith(other, StringComparison.Ordinal)) || answer.Content.Headers.ContentEncoding.Count > 0)
        {
            return answer;
        }

        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var complaint = ApiDescription.ComplaintOfAnswer(request.Method.Method, path, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, body)
            ?? (sent is not null && answer.IsSuccessStatusCode ? ApiDescription.ComplaintOfRequest(request.Method.Method, path, sent) : null);
        Assert.True(complaint is null, complaint);
        return answer;
    }

    // Tests send JSON as plain text too, as curl does.
    private static bool IsJson(MediaTypeHeaderValue? type) => type?.MediaType is null or "application/json" or "text/plain";
}
