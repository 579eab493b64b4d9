using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Integrations.Tharsis.Scope;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis;

/// <summary>How many workspaces a scope has now: a path that is misspelt has none, and the URL would only ever answer that
/// nothing is there.</summary>
internal static class ScopeCount
{
    private const int MostPages = 10;

    /// <summary>Counts them; null where there is no scope, a null count where it could not be known.</summary>
    public static async Task<IReadOnlyList<(string Kind, int? Count)>?> AskAsync(
        TharsisSession session, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (session.Scopes.Count == 0)
        {
            return null;
        }

        if (patience == TimeSpan.Zero)
        {
            return [("workspaces", null)];
        }

        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var count = 0;
            string? after = null;
            for (var pages = 0; pages < MostPages; pages++)
            {
                var page = At(await session.AskAsync(Queries.Workspaces, writer =>
                {
                    writer.WriteNumber("first", 100);
                    writer.WriteString("after", after);
                    writer.WriteNull("search");
                }, both.Token), "workspaces");
                count += Each(page, "edges").Count(edge => TharsisScope.HasWorkspace(session.Scopes, Text(edge, "node", "fullPath")));
                after = Text(page, "pageInfo", "endCursor");
                if (!IsTrue(page, "pageInfo", "hasNextPage"))
                {
                    return [("workspaces", count)];
                }
            }
        }
        catch (Exception failure) when (failure is TharsisTroubleException or OperationCanceledException)
        {
            // Not known: then it is null, and whoever mints goes on.
            cancellationToken.ThrowIfCancellationRequested();
        }

        return [("workspaces", null)];
    }
}
