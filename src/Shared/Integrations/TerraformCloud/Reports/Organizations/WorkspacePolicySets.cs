using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// The policy sets that apply to a workspace, and by what: they name workspaces, projects and exemptions, and a
/// workspace names none of them. Sets that apply by tags may apply or not, and are told apart.
/// </summary>
internal sealed class WorkspacePolicySets : IToolReport
{
    private const int MaxPages = 5;

    /// <inheritdoc/>
    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var id = call.Arguments.Text("workspace_id")!;
        string name, organization;
        string? project;
        var response = await call.Api.GetAsync($"{TerraformClient.Prefix}/workspaces/{Uri.EscapeDataString(id)}", cancellationToken);
        using (response)
        {
            if (!response.IsSuccess)
                return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(response, call.Arguments, writer)), CallOutcome.UpstreamError);
            using var home = ApiDocument.Parse(response);
            (name, project) = (home.Single.Text("name") ?? id, home.Single.RelatedId("project"));
            organization = home.Single.RelatedId("organization") ?? call.Api.Account.Organization ?? "";
        }

        var (sets, trouble, isCut) = (new List<(ApiResource Set, string By)>(), (NotRead?)null, false);
        for (var page = 1; page <= MaxPages; page++)
        {
            var (found, why) = await ReportPart.TryAsync<ApiDocument>(call.Api, async () =>
            {
                using var list = await call.Api.GetAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{TerraformClient.Prefix}/organizations/{Uri.EscapeDataString(organization)}/policy-sets?page%5Bsize%5D=100&page%5Bnumber%5D={page}"),
                    cancellationToken);
                if (!list.IsSuccess)
                    return (null, ReportPart.Status(list.Status, call.Api));
                return ApiDocument.Parse(list) is { HasList: true } document ? (document, null)
                    : (null, new NotRead("no_list", "what came is no list."));
            });
            using (found)
            {
                trouble = why;
                sets.AddRange((found?.List ?? []).Select(set => (new ApiResource(set.Json.Clone()), By(set, id, project)))
                    .Where(one => one.Item2 is not null).Select(one => (one.Item1, one.Item2!)));
                isCut = found?.HasNextPage(page) == true;
                if (!isCut)
                    break;
            }
        }

        return (JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("workspace_name", name);
            Write(writer, "items", sets.Where(set => set.By != Tags));
            if (sets.Any(set => set.By == Tags))
                Write(writer, "may_apply", sets.Where(set => set.By == Tags));
            if (trouble is not null)
                writer.WriteString("not_read", $"The organization's policy sets can't be read: {trouble.Reason}");
            if (isCut)
                writer.WriteString("incomplete", string.Create(CultureInfo.InvariantCulture, $"Only the first {MaxPages * 100} policy sets were read."));
            writer.WriteEndObject();
        }), CallOutcome.Ok);
    }

    private const string Tags = "tags";

    // An exemption is stronger than what would apply.
    private static string? By(ApiResource set, string workspace, string? project)
    {
        if (set.RelatedIds("workspace-exclusions").Contains(workspace)
            || (project is not null && set.RelatedIds("project-exclusions").Contains(project)))
        {
            return null;
        }

        return set.Flag("global") == true ? "all workspaces"
            : set.RelatedIds("workspaces").Contains(workspace) ? "workspace"
            : project is not null && set.RelatedIds("projects").Contains(project) ? "project"
            : set.Attribute("tag-selectors") is { ValueKind: JsonValueKind.Array } selectors && selectors.GetArrayLength() > 0 ? Tags : null;
    }

    private static void Write(Utf8JsonWriter writer, string list, IEnumerable<(ApiResource Set, string By)> sets)
    {
        writer.WriteStartArray(list);
        foreach (var (set, by) in sets)
        {
            writer.WriteStartObject();
            writer.WriteString("policy_set_id", set.Id);
            writer.WriteString("name", set.Text("name"));
            writer.WriteString("applies_by", by);
            foreach (var text in (string[])["kind", "description"])
            {
                if (set.Text(text) is { } said)
                    writer.WriteString(text, said);
            }

            if (set.Number("policy-count") is { } count)
                writer.WriteNumber("policy_count", count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
