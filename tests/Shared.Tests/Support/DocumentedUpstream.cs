using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Support;

/// <summary>An upstream that answers documents of the API as the documentation shows them, for situations that the sandbox can't be brought into. What it has not is 404.</summary>
internal sealed class DocumentedUpstream : HttpMessageHandler
{
    private readonly Dictionary<string, (HttpStatusCode Status, byte[] Body, byte[] Bare, string Type)> answers = new(StringComparer.Ordinal);

    private static readonly byte[] Missing = """{"errors":[{"status":"404","title":"not found"}]}"""u8.ToArray();

    /// <summary>What was asked, path and query, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Answers a path, whatever its query, with a document; without what it includes where the query asks for none of it.</summary>
    public DocumentedUpstream Answering(string path, JsonNode document, HttpStatusCode status = HttpStatusCode.OK)
    {
        var bare = document.DeepClone().AsObject();
        bare.Remove("included");
        answers[path] = (status, Encoding.UTF8.GetBytes(document.ToJsonString()), Encoding.UTF8.GetBytes(bare.ToJsonString()), "application/vnd.api+json");
        return this;
    }

    /// <summary>Answers a path with text: a log.</summary>
    public DocumentedUpstream AnsweringText(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        answers[path] = (HttpStatusCode.OK, bytes, bytes, "text/plain");
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request.RequestUri!.PathAndQuery);
        var (status, body, bare, type) = answers.GetValueOrDefault(request.RequestUri.AbsolutePath, (HttpStatusCode.NotFound, Missing, Missing, "application/vnd.api+json"));
        var isWhole = request.RequestUri.Query.Contains("include=", StringComparison.Ordinal);
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(isWhole ? body : bare), RequestMessage = request };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return Task.FromResult(answer);
    }
}
