using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Records;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis;

/// <summary>Who the account's credential is of, until when its secret is good, and which version answers.</summary>
internal static class TharsisPreview
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    /// <summary>Asks for it.</summary>
    public static async Task<ReadOnlyMemory<byte>> AskAsync(
        TharsisSession session, TokenSource tokens, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience == TimeSpan.Zero ? TimeSpan.FromSeconds(5) : patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var data = await session.AskAsync(Queries.Me, _ => { }, both.Token);
            var me = At(data, "me");
            var expires = Moment(me, "clientSecretExpiresAt");
            tokens.NoteExpiry(session.Account, expires);
            return JsonResponse.Bytes(writer =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("reachable", true);
                writer.Said("kind", Text(me, "__typename") == "ServiceAccount" ? "service_account" : "user");
                writer.IfAny("path", Text(me, "resourcePath"));
                writer.WriteStartObject("user");
                writer.IfAny("username", Text(me, "resourcePath") ?? Text(me, "username"));
                writer.WriteEndObject();
                writer.IfAny("version", Text(data, "version", "version"));
                writer.IfAny("secret_expires_at", expires?.ToSecond());
                writer.IfAny("problem", expires is { } end ? TokenSource.NoticeOf(end, time.GetUtcNow()) : null);
                writer.WriteEndObject();
            });
        }
        catch (TharsisTroubleException trouble)
        {
            return Problem($"{trouble.Message} {trouble.Hint}".Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem($"{session.Account.Address.Host} did not answer in time.");
        }
    }

    /// <summary>That the account's secret ends soon. Who looks at an account is not kept waiting for a server that is
    /// slow or down, and is not told of it either: that is what a preview is for.</summary>
    public static async ValueTask<string?> NoticeAsync(
        TharsisSession session, TokenSource tokens, TimeProvider time, CancellationToken cancellationToken)
    {
        if (session.Account.Login == TharsisAccount.ClientCredentials && tokens.ExpiryOf(session.Account) is null)
        {
            await AskAsync(session, tokens, Glance, time, cancellationToken);
        }

        return tokens.ExpiryOf(session.Account) is { } end ? TokenSource.NoticeOf(end, time.GetUtcNow()) : null;
    }

    private static ReadOnlyMemory<byte> Problem(string problem) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("reachable", false);
        writer.WriteString("problem", problem);
        writer.WriteEndObject();
    });
}
