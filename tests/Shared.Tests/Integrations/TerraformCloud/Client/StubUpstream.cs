using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

/// <summary>An upstream without a socket: answers with what the test gives it, and keeps what was sent.</summary>
internal sealed class StubUpstream(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public static readonly Uri Address = new("https://tfe.example.com");

    public HttpRequestMessage? Sent { get; private set; }

    public string? SentBody { get; private set; }

    public string? SentType { get; private set; }

    public static StubUpstream Answering(HttpStatusCode status, string body = "{}", string? type = TerraformClient.MediaType, params (string Name, string Value)[] headers) =>
        new((_, _) => Task.FromResult(Message(status, Encoding.UTF8.GetBytes(body), type, headers)));

    public static StubUpstream Failing(Exception exception) => new((_, _) => Task.FromException<HttpResponseMessage>(exception));

    public static HttpResponseMessage Message(HttpStatusCode status, byte[] body, string? type, params (string Name, string Value)[] headers)
    {
        var message = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    public Task<TerraformResponse> SendAsync(
        HttpMethod? verb = null, string path = "/api/v2/ping", string body = "", string token = "t.atlasv1.secret", Uri? address = null,
        TerraformClientOptions? options = null, TimeProvider? clock = null, CancellationTokenSource? caller = null) =>
        new TerraformClient(new HttpMessageInvoker(this), options ?? new TerraformClientOptions(), clock ?? TimeProvider.System)
            .SendAsync(new TerraformRequest(address ?? Address, token, verb ?? HttpMethod.Get, path, Encoding.UTF8.GetBytes(body)), caller?.Token ?? TestContext.Current.CancellationToken);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent = request;
        SentBody = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        SentType = request.Content?.Headers.ContentType?.ToString();
        return await answer(request, cancellationToken);
    }
}
