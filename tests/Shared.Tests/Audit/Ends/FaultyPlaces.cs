using System.Net;
using System.Text;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Audit.Ends;

/// <summary>
/// Every place at which a call waits: each question to the store before and after it is done, the vault, and each request to Terraform before and after. At each of them
/// <see cref="Choose"/> says what goes wrong.
/// </summary>
internal sealed class FaultyPlaces(TestProduct product)
{
    /// <summary>What goes wrong at a place: its kind (<c>store</c>, <c>answer of the store</c>, <c>vault</c>, <c>terraform</c>, <c>answer of terraform</c>).</summary>
    public Func<string, Fault> Choose { get; set; } = _ => Fault.None;

    /// <summary>The connection of whoever calls, wherever the call is.</summary>
    public AsyncLocal<CancellationTokenSource?> Caller { get; } = new();

    /// <summary>Puts the places into the product.</summary>
    public void Install()
    {
        product.Store.Before = (kind, _, token) => kind is RecordKind.AuditEntry or RecordKind.AuditHead ? WaitAsync("store", () => new StoreUnavailableException("As told."), token) : Task.CompletedTask;
        product.Store.After = (kind, _, token) => kind is RecordKind.AuditEntry or RecordKind.AuditHead ? WaitAsync("answer of the store", () => new StoreUnavailableException("As told."), token) : Task.CompletedTask;
        product.Credentials.Before = token => WaitAsync("vault", () => new CredentialUnavailableException("As told."), token);
    }

    private async Task WaitAsync(string place, Func<Exception> refusal, CancellationToken token)
    {
        await Task.Yield();
        switch (Choose(place))
        {
            case Fault.CallerGone:
                Caller.Value?.Cancel();
                break;
            case Fault.Hangs when place != "vault":
                await TimeIsUpAsync(token);
                break;
            case Fault.None:
                break;
            case Fault.Throws:
                throw new InvalidOperationException("As told.");
            default:
                throw refusal();
        }
    }

    private Task TimeIsUpAsync(CancellationToken token)
    {
        product.Time.Advance(TimeSpan.FromSeconds(30));
        return new TaskCompletionSource().Task.WaitAsync(token);
    }

    /// <summary>Stands between the product and its Terraform.</summary>
    internal sealed class Handler(HttpMessageHandler sandbox) : DelegatingHandler(sandbox)
    {
        /// <summary>The places that this is of; null while nothing goes wrong.</summary>
        public FaultyPlaces? Places { get; set; }

        /// <summary>What was done to Terraform: one line a change that it carried out.</summary>
        public System.Collections.Concurrent.ConcurrentQueue<string> Done { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Places is null)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            await Places.WaitAsync("terraform", () => new HttpRequestException(HttpRequestError.ConnectionError, "As told."), cancellationToken);
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(CancellationToken.None);
            var answer = await base.SendAsync(request, CancellationToken.None);
            if (!answer.IsSuccessStatusCode)
            {
                return answer;
            }

            Done.Enqueue($"{request.Method} {request.RequestUri!.Query} {body}");

            await Task.Yield();
            switch (Places.Choose("answer of terraform"))
            {
                case Fault.CallerGone:
                    Places.Caller.Value?.Cancel();
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                    return answer;
                case Fault.Hangs:
                    await Places.TimeIsUpAsync(cancellationToken);
                    return answer;
                case Fault.ServerError:
                    answer.StatusCode = HttpStatusCode.BadGateway;
                    return answer;
                case Fault.Malformed:
                    return With(answer, "{\"data\":{\"id\":");
                case Fault.Deep:
                    return With(answer, Document(new string('[', 61) + new string(']', 61)));
                case Fault.NoUnicode:
                    return With(answer, Document("\"\\ud800\""));
                case Fault.Page:
                    return With(answer, "<html>Log in</html>", "text/html");
                case Fault.Throws:
                    throw new InvalidOperationException("As told.");
                case Fault.LosesAnswer or Fault.Refuses:
                    throw new HttpRequestException(HttpRequestError.ResponseEnded, "As told.");
                default:
                    return answer;
            }
        }

        private static string Document(string value) => $$$"""{"data":{"id":"run-1","type":"runs","attributes":{"status":"pending","message":{{{value}}} } } }""";

        private static HttpResponseMessage With(HttpResponseMessage answer, string body, string type = "application/vnd.api+json")
        {
            answer.Content = new StringContent(body, Encoding.UTF8, type);
            return answer;
        }
    }
}
