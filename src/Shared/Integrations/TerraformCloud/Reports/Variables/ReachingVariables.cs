using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Variables;

/// <summary>
/// Every variable that reaches a workspace, each with the set that it is from, whether it is the one that counts, and
/// which one counts instead
/// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/workspaces/variables#precedence"/>). Those of sets
/// outside of a URL's scope reach the workspace all the same: of them the key, the category and the set's name are told,
/// and never a value or an id.
/// </summary>
internal sealed class ReachingVariables : IDefaultAnswer
{
    private const string Own = "workspace";

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> WriteAsync(
        TerraformCall call, TerraformResponse response, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        var home = $"{TerraformClient.Prefix}/workspaces/{Uri.EscapeDataString(call.Arguments.Text("workspace_id")!)}";
        var (sets, trouble) = await ListAsync(call.Api, home + "/varsets?page%5Bsize%5D=100", cancellationToken);

        // The workspace was proven to be in scope before anything was sent; what reaches it is read as it is.
        var isScoped = call.Api.Guard is not null;
        var (all, unread) = isScoped ? await ListAsync(call.Api, home + "/all-vars", cancellationToken) : (null, null);
        using (sets)
        using (all)
        using (var own = ApiDocument.Parse(response))
        using (var answer = JsonDocument.Parse(rows))
        {
            var known = sets?.List.ToDictionary(set => set.Id, set => VariableSource.Of(set, call.Arguments.Text("workspace_id")!))
                ?? [];
            var variables = (all ?? own).List.Select(one => ReachingVariable.Of(one, known)).ToList();
            return JsonResponse.Bytes(writer =>
            {
                writer.WriteStartObject();
                foreach (var member in answer.RootElement.EnumerateObject())
                {
                    if (!member.NameEquals("items"))
                    {
                        // A total of the rows in scope counts something else.
                        if (!isScoped || !member.NameEquals("total_count"))
                            member.WriteTo(writer);
                        continue;
                    }

                    writer.WriteStartArray("items");
                    var shown = new HashSet<string>(StringComparer.Ordinal);
                    foreach (var row in member.Value.EnumerateArray())
                    {
                        var id = row.TryGetProperty("id", out var text) ? text.GetString() ?? "" : "";
                        shown.Add(id);
                        WriteKnown(writer, row, variables.Find(one => one.Id == id), variables);
                    }

                    foreach (var hidden in variables.Where(one => !shown.Contains(one.Id)))
                        WriteHidden(writer, hidden, variables);
                    writer.WriteEndArray();
                }

                if ((trouble ?? unread) is { } why)
                {
                    writer.WriteString("not_read", trouble is not null
                        ? $"The variable sets can't be read, so that which variable counts is not known: {why.Reason}"
                        : $"Variables of sets outside of this URL's scope are left out: {why.Reason}");
                }

                writer.WriteEndObject();
            });
        }
    }

    /// <inheritdoc/>
    public string? LeftOut(TerraformCall call) => call.Api.Guard is null ? null
        : "Variables that the workspace inherits from sets outside of this URL's scope: they have no fields here. " +
            "Without fields they are there by key.";

    private static async Task<(ApiDocument? Found, NotRead? Trouble)> ListAsync(
        TerraformSession api, string path, CancellationToken cancellationToken) =>
        await ReportPart.TryAsync<ApiDocument>(api, async () =>
        {
            using var response = api.Guard is null ? await api.GetAsync(path, cancellationToken)
                : await api.ProbeAsync(path, cancellationToken);
            return !response.IsSuccess ? (null, ReportPart.Status(response.Status, api))
                : ApiDocument.Parse(response) is { HasList: true } document ? (document, null)
                : (null, new NotRead("no_list", "what came is no list."));
        });

    private static void WriteKnown(Utf8JsonWriter writer, JsonElement row, ReachingVariable? variable, List<ReachingVariable> all)
    {
        writer.WriteStartObject();
        foreach (var member in row.EnumerateObject())
            member.WriteTo(writer);
        if (variable is not null)
            WritePrecedence(writer, variable, all);
        writer.WriteEndObject();
    }

    private static void WriteHidden(Utf8JsonWriter writer, ReachingVariable variable, List<ReachingVariable> all)
    {
        writer.WriteStartObject();
        writer.WriteString("key", variable.Key);
        writer.WriteString("category", variable.Category);
        WritePrecedence(writer, variable, all);
        writer.WriteString("value", "(withheld: the set is outside of this URL's scope)");
        writer.WriteEndObject();
    }

    private static void WritePrecedence(Utf8JsonWriter writer, ReachingVariable variable, List<ReachingVariable> all)
    {
        if (variable.SetId is not null)
            writer.WriteString("from", variable.Source?.Name ?? "a variable set");
        var (counts, instead) = variable.Among(all);

        // One that no other has the key of counts; a word, because an absent boolean would be false.
        if (variable.HasRivals(all))
            writer.WriteString("effective", counts switch { true => "yes", false => "no", _ => "unknown" });
        if (instead is not null)
            writer.WriteString("overridden_by", instead.Source?.Name ?? Own);
    }
}
