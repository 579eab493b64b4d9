using System.Net;
using System.Net.Http.Headers;

namespace ServerlessMcp.Lambda.Runtime;

/// <summary>
/// The Lambda Runtime API (<see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"/>), version
/// 2018-06-01. It stands in for Amazon.Lambda.RuntimeSupport, which does not restore here.
/// </summary>
/// <param name="authority">AWS_LAMBDA_RUNTIME_API: host and port.</param>
internal sealed class RuntimeApi(string authority) : IDisposable
{
    /// <summary>What AWS Lambda takes as the answer of a synchronous invocation, in bytes:
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.</summary>
    public const int MaxAnswer = 6 * 1024 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // The long poll lasts as long as nobody calls, the process may be frozen meanwhile, and a proxy that an operator
    // sets for Terraform is not for this.
    private readonly HttpMessageInvoker sender = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
    });

    private readonly string root = $"http://{authority}/2018-06-01/runtime";

    /// <summary>Waits for the next invocation.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API is out of order: end the process.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{root}/invocation/next");
        using var answer = await SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var id = Header(answer, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new RuntimeApiException("An invocation came without its id.");
        var deadline = long.TryParse(
            Header(answer, "Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.MaxValue;
        return new Invocation(id, deadline, Header(answer, "Lambda-Runtime-Trace-Id"), body);
    }

    /// <summary>Hands over the answer of an invocation.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API is out of order: end the process.</exception>
    public Task RespondAsync(string id, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken) =>
        PostAsync($"{root}/invocation/{id}/response", answer, errorType: null, cancellationToken);

    /// <summary>Says that an invocation failed.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API is out of order: end the process.</exception>
    public Task FailAsync(string id, RuntimeFault fault, CancellationToken cancellationToken) =>
        PostAsync($"{root}/invocation/{id}/error", fault.ToJson(), fault.Type, cancellationToken);

    /// <summary>Says that the process can't start; it is then to exit with an error.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API is out of order: end the process.</exception>
    public Task FailInitAsync(RuntimeFault fault, CancellationToken cancellationToken) =>
        PostAsync($"{root}/init/error", fault.ToJson(), fault.Type, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => sender.Dispose();

    private async Task PostAsync(
        string address, ReadOnlyMemory<byte> body, string? errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        if (errorType is not null)
        {
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        }

        using var answer = await SendAsync(request, cancellationToken);
    }

    // 4xx: this invocation is over (413, or its time has run out), and the next may be good. 5xx: "the runtime should
    // exit promptly".
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await sender.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new RuntimeApiException("The Runtime API can't be reached.", failure);
        }

        if (answer.StatusCode < HttpStatusCode.InternalServerError
            && (answer.IsSuccessStatusCode || request.Method == HttpMethod.Post))
        {
            return answer;
        }

        answer.Dispose();
        throw new RuntimeApiException($"The Runtime API answered {(int)answer.StatusCode}.");
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
