using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// In which workspaces something is deployed, by the resources of their current states. A state is a request and what
/// its link leads to, so a call reads those of <see cref="MaxStates"/> workspaces at most, and only as long as there is
/// time; which it did not read is said.
/// </summary>
internal sealed class ResourceSearch : IToolReport
{
    /// <summary>The most states that one call reads.</summary>
    public const int MaxStates = 20;

    /// <summary>Workspaces with all of these tags.</summary>
    public const string Tags = "tags";

    private const int MaxResources = 20;

    private const int MaxLength = 36_000;

    // Clients commonly wait for 30 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var (found, refusal) = await OrganizationWorkspaces.ListAsync(call, "project", cancellationToken);
        using (refusal)
        {
            if (found is null)
                return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(refusal!, call.Arguments, writer)), CallOutcome.UpstreamError);
        }

        var arguments = call.Arguments;
        var query = new StateQuery
        {
            Address = arguments.Text(StateResources.Address),
            Type = arguments.Text(StateResources.Type),
            Provider = arguments.Text(StateResources.Provider),
            Value = arguments.Text(StateResources.Value),
            IncludeValues = arguments.Flag(StateResources.IncludeValues),
            Take = MaxResources,
        };
        var (started, first) = (call.Clock.GetTimestamp(), (int)Math.Min(int.MaxValue, (call.Page - 1L) * MaxStates));
        var (hits, unread, length) = (new List<(WorkspaceFacts Home, StateDigest State)>(), new List<(WorkspaceFacts Home, string Why)>(), 0);
        var homes = found.Rows.Skip(first).Take(MaxStates).ToList();
        foreach (var home in homes)
        {
            var (state, why) = call.Clock.GetElapsedTime(started) > Patience ? (null, "there was no time left.")
                : length > MaxLength ? (null, "the answer is full; narrow it.")
                : await ReadAsync(call.Api, home.Id, query, cancellationToken);
            if (why is not null)
                unread.Add((home, why));
            if (state is { Matching: > 0 })
                hits.Add((home, state));
            length += state?.Resources.Sum(resource => resource.Address.Length + 80
                + (resource.Values?.Sum(value => Math.Min(value.Value.Length, 300) + value.Key.Length) ?? 0)) ?? 0;
        }

        return (JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("workspaces", found.Rows.Count);
            writer.WriteNumber("states_read", homes.Count - unread.Count);
            writer.WriteStartArray("items");
            hits.ForEach(hit => Write(writer, hit.Home, hit.State));
            writer.WriteEndArray();
            if (first + homes.Count < found.Rows.Count && Cursor.Encode(arguments, call.Page + 1) is { } cursor)
                writer.WriteString("next_cursor", cursor);
            WriteUnread(writer, unread);
            if (found.NotCovered != 0)
            {
                writer.WriteString("not_covered", string.Create(CultureInfo.InvariantCulture,
                    $"Workspaces beyond the first {OrganizationWorkspaces.MaxWorkspaces}. Narrow it by a project, tags or a search."));
            }

            if (hits.Any(hit => hit.State.Resources.Any(row => row.Address.Contains(ResourceAddress.SecretKey, StringComparison.Ordinal))))
                ResourceAddress.WriteSecretKeys(writer);
            writer.WriteEndObject();
        }), CallOutcome.Ok);
    }

    // A workspace without a state has nothing deployed.
    private static async Task<(StateDigest? State, string? Why)> ReadAsync(
        TerraformSession api, string id, StateQuery query, CancellationToken cancellationToken)
    {
        var isEmpty = false;
        var (digest, trouble) = await ReportPart.TryAsync<StateDigest>(api, async () =>
        {
            using var response = await api.GetAsync(
                $"{TerraformClient.Prefix}/workspaces/{Uri.EscapeDataString(id)}/current-state-version", cancellationToken);
            isEmpty = response.Status == 404;
            if (!response.IsSuccess)
                return (null, ReportPart.Status(response.Status, api));
            var link = ResourceLink.Find(response.Body, "hosted-json-state-download-url", "state-versions")
                ?? ResourceLink.Find(response.Body, "hosted-state-download-url", "state-versions");
            if (link is null)
                return (null, new NotRead("not_ready", "its state is not processed yet."));
            await using var state = await api.OpenBlobAsync(link, cancellationToken);
            try
            {
                return state is { IsSuccess: true, Status: not 204 } ? (await StateReader.ReadAsync(state, query), null)
                    : (null, ReportPart.Status(state.Status, api));
            }
            catch (NoStateException none)
            {
                return (null, new NotRead("unreadable", none.Message));
            }
        });
        return isEmpty ? (null, null) : (digest, trouble?.Reason);
    }

    private static void Write(Utf8JsonWriter writer, WorkspaceFacts home, StateDigest state)
    {
        writer.WriteStartObject();
        writer.WriteString("workspace_id", home.Id);
        writer.WriteString("workspace_name", home.Name);
        writer.WriteStartArray("resources");
        foreach (var resource in state.Resources)
            StateResources.Write(writer, resource);
        writer.WriteEndArray();
        if (state.Matching > state.Resources.Count)
            writer.WriteNumber("more_resources", state.Matching - state.Resources.Count);
        writer.WriteEndObject();
    }

    private static void WriteUnread(Utf8JsonWriter writer, List<(WorkspaceFacts Home, string Why)> unread)
    {
        if (unread.Count == 0)
            return;
        writer.WriteStartArray("not_read");
        foreach (var (home, why) in unread)
        {
            writer.WriteStartObject();
            writer.WriteString("workspace_name", home.Name);
            writer.WriteString("why", why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
