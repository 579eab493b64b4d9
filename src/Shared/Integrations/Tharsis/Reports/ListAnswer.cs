using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Integrations.Tharsis.Scope;
using ServerlessMcp.Redaction;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>Lists: workspaces, and the runs of one.</summary>
internal static class ListAnswer
{
    private const int PageSize = 100;

    // Of a URL with a scope so many pages are looked through for what lies in it.
    private const int MostPages = 10;

    private const int MaxComment = 200;

    private static readonly string[] Workspaces = ["Workspace"];

    /// <summary>get_workspaces. Under a scope what lies outside is passed over, and not counted either.</summary>
    public static async Task<ReadOnlyMemory<byte>> WorkspacesAsync(
        string? search, string? after, int? first, TharsisSession session, CancellationToken cancellationToken)
    {
        var wanted = Math.Clamp(first ?? PageSize, 1, PageSize);
        var isScoped = session.Scopes.Count > 0;
        var rows = new List<(string? Cursor, JsonElement Node)>();
        var (next, page, isCut) = (after, default(JsonElement), false);
        for (var pages = 0; ; pages++)
        {
            page = At(await session.AskAsync(Queries.Workspaces, writer =>
            {
                writer.WriteNumber("first", isScoped ? PageSize : wanted);
                writer.WriteString("after", next);
                writer.WriteString("search", search);
            }, cancellationToken), "workspaces");
            rows.AddRange(Each(page, "edges")
                .Where(edge => TharsisScope.HasWorkspace(session.Scopes, Text(edge, "node", "fullPath")))
                .Select(edge => (Text(edge, "cursor"), At(edge, "node"))));
            next = Text(page, "pageInfo", "endCursor");
            if (!isScoped || !IsTrue(page, "pageInfo", "hasNextPage") || rows.Count > wanted || next is null)
            {
                break;
            }

            if (pages + 1 == MostPages)
            {
                isCut = true;
                break;
            }
        }

        var shown = rows.Take(wanted).ToArray();
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("workspaces");
            foreach (var (_, node) in shown)
            {
                writer.WriteStartObject();
                NamespaceAnswer.WriteWorkspace(writer, node);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (isScoped)
            {
                // The cursor of a row outside would tell its id.
                var hasMore = rows.Count > wanted || isCut;
                writer.WritePage(hasMore, after is not null, shown.FirstOrDefault().Cursor, shown.LastOrDefault().Cursor,
                    hasMore || after is not null ? null : rows.Count);
                writer.IfAny("note", isCut && rows.Count <= wanted
                    ? $"{MostPages * PageSize} workspaces were looked through for those in scope; search finds others." : null);
            }
            else
            {
                WritePage(writer, page);
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>list_runs, the newest first.</summary>
    public static async Task<ReadOnlyMemory<byte>> RunsAsync(
        string workspace, string? after, int? first, TharsisSession session, CancellationToken cancellationToken)
    {
        var id = TharsisId.OrPath(workspace, "workspace");
        var data = await Found.AskAsync(session, Queries.Runs, id, "workspace", "resolve", Workspaces, cancellationToken, writer =>
        {
            writer.WriteNumber("first", Math.Clamp(first ?? 20, 1, PageSize));
            writer.WriteString("after", after);
        });
        var runs = At(data, "runs");
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.Said("workspace", Text(data, "node", "fullPath"));
            writer.WriteStartArray("runs");
            foreach (var run in Each(runs, "edges").Select(edge => At(edge, "node"))
                .Where(run => TharsisScope.HasWorkspace(session.Scopes, Text(run, "workspace", "fullPath"))))
            {
                writer.WriteStartObject();
                writer.Said("run_id", Text(run, "id"));
                writer.Said("status", Text(run, "status"));
                writer.IfAny("plan", Text(run, "plan", "status"));
                writer.IfAny("apply", Text(run, "apply", "status"));
                writer.IfTrue("has_changes", IsTrue(run, "plan", "hasChanges"));
                writer.IfTrue("is_destroy", IsTrue(run, "isDestroy"));
                writer.IfTrue("is_assessment_run", IsTrue(run, "assessment"));
                writer.Said("created_by", Text(run, "createdBy"));
                writer.Said("created_at", Text(run, "metadata", "createdAt"));
                writer.IfAny("comment", Text(run, "comment") is { } comment
                    ? TextCut.Shorten(AnswerWriter.Clean(comment), MaxComment) : null);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WritePage(writer, runs);
            writer.WriteEndObject();
        });
    }

    private static void WritePage(Utf8JsonWriter writer, JsonElement page) => writer.WritePage(
        IsTrue(page, "pageInfo", "hasNextPage"), IsTrue(page, "pageInfo", "hasPreviousPage"),
        Text(page, "pageInfo", "startCursor"), Text(page, "pageInfo", "endCursor"), Integer(page, "totalCount") ?? 0);
}
