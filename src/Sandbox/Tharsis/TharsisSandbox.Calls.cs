using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>Tokens and queries.</summary>
public sealed partial class TharsisSandbox
{
    private const string Unauthorized = "the client credentials are not valid: the client id or the client secret is wrong, " +
        "the secret has expired, or client credentials are not enabled for the service account";

    private (int, string, string) Token(HttpRequest request, string body)
    {
        if (options.TokenEndpointStatus is { } status)
        {
            return Detail(status, "An internal error has occurred.");
        }

        var form = QueryHelpers.ParseQuery(body);
        string? Given(string name) => form.TryGetValue(name, out var value) ? value.ToString() : request.Query[name].ToString();
        if (Given("grant_type") != "client_credentials")
        {
            return Detail(400, "unsupported grant_type, only client_credentials is supported");
        }

        var id = Given("client_id");
        return principals.FirstOrDefault(one => !one.IsRevoked && (one.Id == id || $"trn:service_account:{one.Path}" == id)
            && one.Secret == Given("client_secret") && time.GetUtcNow() < one.SecretExpires) is { } who
            ? (200, new JsonObject
            {
                ["access_token"] = NewToken(who),
                ["token_type"] = "Bearer",
                ["expires_in"] = (int)TokenLife.TotalSeconds,
            }.ToJsonString(), "application/json")
            : Detail(401, Unauthorized);
    }

    private string NewToken(TharsisPrincipal who)
    {
        given++;
        var token = string.Create(CultureInfo.InvariantCulture, $"tharsis.{who.Id}.{given}");
        tokens[token] = (who, time.GetUtcNow() + TokenLife);
        return token;
    }

    private (int, string, string) GraphQl(HttpRequest request, string body)
    {
        if (options.IsInMaintenance)
        {
            return Detail(503, "the system is in maintenance mode");
        }

        JsonObject asked;
        IReadOnlyList<GraphQlField> fields;
        try
        {
            asked = (JsonObject)JsonNode.Parse(body)!;
            fields = GraphQlQuery.Read((string)asked["query"]!);
        }
        catch (Exception failure) when (failure is FormatException or System.Text.Json.JsonException or InvalidCastException or ArgumentException)
        {
            return (400, new JsonObject { ["error"] = failure.Message }.ToJsonString(), "application/json");
        }

        var variables = asked["variables"] as JsonObject ?? [];
        if (fields is [{ Name: "serviceAccountCreateToken" }])
        {
            return Trade(variables);
        }

        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal) || !tokens.TryGetValue(header[7..], out var known)
            || known.Until <= time.GetUtcNow() || known.Who.IsRevoked)
        {
            return (401, Error("Authentication is required", "UNAUTHENTICATED"), "application/json");
        }

        var schema = options.IsOldGeneration ? GraphQlSchema.Before099 : GraphQlSchema.Since099;
        return schema.Complaint("Query", fields) is var (message, column)
            ? (200, new JsonObject
            {
                ["errors"] = new JsonArray(new JsonObject
                {
                    ["message"] = message,
                    ["locations"] = new JsonArray(new JsonObject { ["line"] = 1, ["column"] = column }),
                    ["extensions"] = new JsonObject { ["code"] = "BAD_REQUEST" },
                }),
            }.ToJsonString(), "application/json")
            : (200, new GraphQlRunner(world, schema, options.IsOldGeneration, known.Who, time.GetUtcNow(), variables)
                .Run(fields).ToJsonString(), "application/json");
    }

    // Tokens of one issuer are trusted: those that name the service account.
    private (int, string, string) Trade(JsonObject variables)
    {
        var who = principals.FirstOrDefault(one => !one.IsRevoked && (one.Id == (string?)variables["id"] || one.Path == (string?)variables["path"]));
        var payload = who is not null && (string?)variables["token"] == $"{options.TrustedIdentity}{who.Path}"
            ? new JsonObject { ["token"] = NewToken(who), ["expiresIn"] = 900, ["problems"] = new JsonArray() }
            : new JsonObject
            {
                ["token"] = null,
                ["expiresIn"] = null,
                ["problems"] = new JsonArray(new JsonObject
                { ["message"] = "token is not trusted by any trust policy of the service account", ["type"] = "FORBIDDEN" }),
            };
        return (200, new JsonObject { ["data"] = new JsonObject { ["serviceAccountCreateToken"] = payload } }.ToJsonString(), "application/json");
    }

    private static string Error(string message, string code) => new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject
        { ["message"] = message, ["extensions"] = new JsonObject { ["code"] = code } }),
    }.ToJsonString();
}
