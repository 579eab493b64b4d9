using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>Trades the token of another issuer, such as a cloud's workload identity, for one of a service account that
/// trusts it: nothing is stored that could be lost.</summary>
internal static class TokenTrade
{
    private const string Mutation =
        "mutation($id:String,$path:String,$token:String!){serviceAccountCreateToken(input:{serviceAccountId:$id," +
        "serviceAccountPath:$path,token:$token}){token expiresIn problems{message type}}}";

    /// <summary>Asks for it.</summary>
    public static async Task<(string Token, int Seconds)> AskAsync(
        TharsisClient client, IntegratedAccount account, string identity, CancellationToken cancellationToken)
    {
        var body = JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("query", Mutation);
            writer.WriteStartObject("variables");
            var path = TharsisId.PathOf(account.ServiceAccount ?? "");
            writer.WriteString(path is null ? "id" : "path", path ?? account.ServiceAccount);
            writer.WriteString("token", identity);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        var answer = await client.PostJsonAsync(account.Address, "/graphql", null, body, cancellationToken);
        if (answer.Status >= 500)
        {
            throw Trouble.TokenEndpointDown(account.Address.Host, answer.Status);
        }

        if (answer.Json is not { } document)
        {
            throw Trouble.NotTharsis(account.Address.Host, answer.Status, answer.ContentType);
        }

        var traded = JsonMembers.At(document, "data", "serviceAccountCreateToken");
        if (JsonMembers.Text(traded, "token") is { } token && TokenSource.IsToken(token))
        {
            return (token, JsonMembers.Integer(traded, "expiresIn") ?? (int)(2 * TokenSource.Early).TotalSeconds);
        }

        var said = JsonMembers.Each(traded, "problems").Concat(JsonMembers.Each(document, "errors"))
            .Select(problem => JsonMembers.Text(problem, "message")).OfType<string>().FirstOrDefault();
        throw Trouble.TradeRefused(account, said is null ? $"it answered {answer.Status}." : ShownLine.Of(said));
    }
}
