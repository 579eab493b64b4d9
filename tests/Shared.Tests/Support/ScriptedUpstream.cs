using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Support;

/// <summary>An upstream that answers each request as the test says at that moment.</summary>
internal sealed class ScriptedUpstream : HttpMessageHandler
{
    /// <summary>What to answer: of a request, its body (null for none or no JSON).</summary>
    public Func<HttpRequestMessage, JsonNode?, (int Status, string Body, string? Type)> Answer { get; set; } = (_, _) => (404, "", null);

    /// <summary>What it says to be when it is asked (<c>/ping</c>); null where it does not say.</summary>
    public string? AppName { get; set; } = "HCP Terraform";

    /// <summary>How many requests came, besides pings.</summary>
    public int Count { get; private set; }

    /// <summary>Answers everything with this JSON.</summary>
    public void AnswerAll(string body, int status = 200, string? type = "application/vnd.api+json") => Answer = (_, _) => (status, body, type);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath == "/api/v2/ping")
        {
            var pong = new HttpResponseMessage(HttpStatusCode.NoContent) { RequestMessage = request };
            if (AppName is not null)
            {
                pong.Headers.Add("TFP-AppName", AppName);
            }

            return pong;
        }

        Count++;
        var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var (status, body, type) = Answer(request, sent.StartsWith('{') ? JsonNode.Parse(sent) : null);
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)), RequestMessage = request };
        answer.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return answer;
    }
}
