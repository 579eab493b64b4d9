using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>The API of one account as one call uses it: queries with the account's token, in the words of the server's
/// generation, and what is noted of them. For one call only; not for concurrent use.</summary>
internal sealed class TharsisSession(
    TharsisClient client, TokenSource tokens, Generations generations, IntegratedAccount account, TimeProvider clock)
{
    private const string Expiry = " me{... on ServiceAccount{clientSecretExpiresAt}}";

    private string? token;

    /// <summary>Whose API it is.</summary>
    public IntegratedAccount Account => account;

    /// <summary>The call; null for a look that no tool takes.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>The scopes that hold.</summary>
    public IReadOnlyList<AccessScope> Scopes { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Sends requests that need no token.</summary>
    public TharsisClient Client => client;

    /// <summary>How many queries were sent.</summary>
    public int Requests { get; private set; }

    /// <summary>The status of the last answer; null before the first.</summary>
    public int? LastStatus { get; private set; }

    /// <summary>What the last answer said about the rate limit.</summary>
    public RateLimit? RateLimit { get; private set; }

    /// <summary>The paths that the call was traced to, for the trail.</summary>
    public List<string> Proven { get; } = [];

    /// <summary>Asks, and answers what stands in <c>data</c>.</summary>
    /// <exception cref="TharsisTroubleException">There is no answer, or it is an error.</exception>
    public async Task<JsonElement> AskAsync(
        TharsisQuery query, Action<Utf8JsonWriter> variables, CancellationToken cancellationToken)
    {
        var isOld = !query.IsOfBoth && generations.IsOld(account.Address);
        var answer = await SendAsync(isOld ? query.Before099 : query.Since099, variables, cancellationToken);
        if (!query.IsOfBoth && IsOtherGeneration(answer))
        {
            // Servers are upgraded, and sometimes set back: what was learned holds until it does not.
            isOld = !isOld;
            answer = await SendAsync(isOld ? query.Before099 : query.Since099, variables, cancellationToken);
        }

        if (!query.IsOfBoth && !IsOtherGeneration(answer))
        {
            generations.Note(account.Address, isOld);
        }

        NoteExpiry(answer);
        return Errors(answer) is { } trouble ? throw trouble : JsonMembers.At(answer, "data");
    }

    private async Task<JsonElement> SendAsync(
        string query, Action<Utf8JsonWriter> variables, CancellationToken cancellationToken)
    {
        token ??= await tokens.GetAsync(account, null, cancellationToken);
        var body = Body(query, variables);
        var answer = await PostAsync(body, cancellationToken);
        if (answer.Status == 401)
        {
            token = await tokens.GetAsync(account, token, cancellationToken);
            answer = await PostAsync(body, cancellationToken);
        }

        var host = account.Address.Host;
        return answer.Status switch
        {
            401 => throw Trouble.Refused(account),
            429 => throw Trouble.TooMany(host, answer.RateLimit.ResetSeconds),
            >= 500 => throw Trouble.Unavailable(host, answer.Status, answer.Detail),
            _ => answer.Json is { } document && (answer.IsSuccess || JsonMembers.At(document, "errors").ValueKind == JsonValueKind.Array)
                ? document : throw Trouble.NotTharsis(host, answer.Status, answer.ContentType),
        };
    }

    private async Task<TharsisAnswer> PostAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Requests++;
        var answer = await client.PostJsonAsync(account.Address, "/graphql", token, body, cancellationToken);
        (LastStatus, RateLimit) = (answer.Status, answer.RateLimit);
        return answer;
    }

    private ReadOnlyMemory<byte> Body(string query, Action<Utf8JsonWriter> variables) => JsonResponse.Bytes(writer =>
    {
        // When the secret expires is asked along with the first query of a token: it costs no request.
        var asked = tokens.IsExpiryDue(account) ? string.Concat(query.AsSpan(0, query.LastIndexOf('}')), Expiry, "}") : query;
        writer.WriteStartObject();
        writer.WriteString("query", asked);
        writer.WriteStartObject("variables");
        variables(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private void NoteExpiry(JsonElement answer)
    {
        if (JsonMembers.At(answer, "data", "me").ValueKind == JsonValueKind.Object)
        {
            tokens.NoteExpiry(account, JsonMembers.Moment(answer, "data", "me", "clientSecretExpiresAt"));
        }
    }

    // What it does not know of a query is refused before any of it is carried out: with a place in the query, and none
    // in the answer.
    private static bool IsOtherGeneration(JsonElement answer) => JsonMembers.Each(answer, "errors").Any(error =>
        JsonMembers.Text(error, "extensions", "code") is "BAD_REQUEST" or "NOT_IMPLEMENTED"
        && JsonMembers.At(error, "locations").ValueKind == JsonValueKind.Array
        && JsonMembers.At(error, "path").ValueKind == JsonValueKind.Undefined);

    private TharsisTroubleException? Errors(JsonElement answer)
    {
        var error = JsonMembers.Each(answer, "errors").FirstOrDefault();
        if (error.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        var message = ShownLine.Of(JsonMembers.Text(error, "message") ?? "no message");
        var host = account.Address.Host;
        return JsonMembers.Text(error, "extensions", "code") switch
        {
            // Whether it is not there or may not be seen is told neither here nor there.
            "NOT_FOUND" or "FORBIDDEN" => Trouble.NotFound(message),
            "UNAUTHENTICATED" => Trouble.Refused(account),
            "RATE_LIMIT_EXCEEDED" => Trouble.TooMany(host, RateLimit?.ResetSeconds),
            "SERVICE_UNAVAILABLE" => Trouble.Unavailable(host, 503, message),
            "INTERNAL_SERVER_ERROR" => Trouble.Unavailable(host, 500, message),
            "BAD_REQUEST" => Trouble.BadRequest(message),
            _ => new TharsisTroubleException(CallOutcome.UpstreamError, LastStatus, "refused", message),
        };
    }
}
