using ServerlessMcp.Accounts;

namespace ServerlessMcp.TelemetryExport;

/// <summary>
/// What a collector wants to see with each post, out of the vault: <c>name=value,name=value</c>, values percent-encoded,
/// as <c>OTEL_EXPORTER_OTLP_HEADERS</c> has it. Read when there is something to send, so that no start waits for it, and
/// again every five minutes or when the collector refuses it.
/// </summary>
/// <param name="secretName">The secret's name.</param>
/// <param name="readSecret">Reads the vault.</param>
/// <param name="clock">Tells how old it is.</param>
/// <param name="errors">Where it is said, once, that it can't be had.</param>
internal sealed class CollectorHeaders(
    string secretName, Func<string, CancellationToken, Task<string?>> readSecret, TimeProvider clock, TextWriter errors)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private Known? known;
    private int isSaid;

    /// <summary>Those that count now.</summary>
    /// <exception cref="HttpRequestException">They can't be had: nothing is sent. The message has no value.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> GetAsync(CancellationToken cancellationToken)
    {
        if (known is { } kept && clock.GetElapsedTime(kept.ReadAt) < Kept)
        {
            return kept.Headers;
        }

        string? value;
        try
        {
            value = await readSecret(secretName, cancellationToken);
        }
        catch (CredentialUnavailableException)
        {
            value = null;
        }

        if (value is null || Parse(value) is not { Count: > 0 } headers)
        {
            if (Interlocked.Exchange(ref isSaid, 1) == 0)
            {
                await errors.WriteLineAsync(
                    $"No telemetry is sent: the secret that {OtlpSettings.HeadersSecretName} names can't be read, or is not name=value, with commas between.");
            }

            throw new HttpRequestException("The collector's headers can't be had.");
        }

        known = new Known(headers, clock.GetTimestamp());
        return headers;
    }

    /// <summary>Forgets them, because the collector did not take them.</summary>
    public void Refused() => known = null;

    /// <summary>Puts them into each request of a handler.</summary>
    public DelegatingHandler Before(HttpMessageHandler inner) => new Handler(this, inner);

    /// <summary>The headers; null where the text is not of that form.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>>? Parse(string text)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = at > 0 ? (pair[..at].Trim(), Uri.UnescapeDataString(pair[(at + 1)..].Trim())) : ("", "");
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                || !value.All(c => c is >= ' ' and <= '~'))
            {
                return null;
            }

            headers.Add(new(name, value));
        }

        return headers;
    }

    private sealed record Known(IReadOnlyList<KeyValuePair<string, string>> Headers, long ReadAt);

    private sealed class Handler(CollectorHeaders headers, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        // The exporter sends from a thread of its own, and waits.
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Apply(request, headers.GetAsync(cancellationToken).GetAwaiter().GetResult());
            return Noted(base.Send(request, cancellationToken));
        }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Apply(request, await headers.GetAsync(cancellationToken));
            return Noted(await base.SendAsync(request, cancellationToken));
        }

        private static void Apply(HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> all)
        {
            foreach (var (name, value) in all)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        private HttpResponseMessage Noted(HttpResponseMessage answer)
        {
            if ((int)answer.StatusCode is 401 or 403)
            {
                headers.Refused();
            }

            return answer;
        }
    }
}
