using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// The variables that a workspace is created with. The API takes none with it, so each is a request of its own once the
/// workspace is there, and the answer has what became of each: never half of them in silence. It takes a URL that may
/// create a workspace's variable by itself.
/// </summary>
internal static class NewVariables
{
    /// <summary>The argument.</summary>
    public const string Name = "variables";

    private const string Creator = "create_a_hashicorp_terraform_cloud_workspace_variable";

    // Each is a request; the API takes 30 a second.
    private const int Most = 30;

    /// <summary>Why the call may not have them; null where it may, or has none. Nothing was sent then.</summary>
    public static ArgumentError? Refused(ToolArguments arguments, ToolFilter filter, ToolNames names)
    {
        if (!IsGiven(arguments, out var given))
        {
            return null;
        }

        var seen = new HashSet<(string?, string?)>();
        var twice = given.EnumerateArray().FirstOrDefault(one => !seen.Add((Text(one, "key"), Text(one, "category"))));
        return !filter.Has(Creator)
            ? new ArgumentError(Name, "variables", "none: this URL does not have what creates them")
            {
                Message = $"{Name}: needs {filter.Catalog.NameOf(Creator, names)}, which this URL does not have. " +
                    "Leave them out. Nothing was sent.",
            }
            : given.GetArrayLength() > Most
            ? new ArgumentError(Name, string.Create(CultureInfo.InvariantCulture, $"{given.GetArrayLength()} variables"),
                string.Create(CultureInfo.InvariantCulture, $"at most {Most}; the others afterwards"))
            : twice.ValueKind == JsonValueKind.Object
            ? new ArgumentError(Name, $"{ArgumentWords.Excerpt(Text(twice, "key") ?? "")} twice", "each key once for a category")
            : null;
    }

    /// <summary>Whether there are some to create.</summary>
    public static bool IsDue(TerraformCall call) => IsGiven(call.Arguments, out _);

    /// <summary>Creates them, and adds to the workspace's answer what became of each.</summary>
    /// <param name="call">The call that created the workspace.</param>
    /// <param name="answer">What it answered.</param>
    /// <param name="api">Not that of the creation, whose status is told.</param>
    public static async Task<ReadOnlyMemory<byte>> CreateAsync(
        TerraformCall call, ReadOnlyMemory<byte> answer, TerraformSession api)
    {
        var workspace = IdOf(answer);
        var created = new List<(JsonElement Asked, string? Id)>();
        var failed = new List<(JsonElement Asked, int? Status, string Why)>();
        var isOpen = await TryOpenAsync(api);
        _ = IsGiven(call.Arguments, out var given);
        foreach (var one in given.EnumerateArray())
        {
            if (workspace is null || !isOpen)
            {
                failed.Add((one, null, workspace is null ? "the answer does not say the workspace's id" : "the credential can't be read"));
                continue;
            }

            try
            {
                // The workspace is there: what becomes of its variables has to be found out, whoever still listens.
                using var response = await api.SendAsync(
                    HttpMethod.Post, $"{TerraformClient.Prefix}/workspaces/{Uri.EscapeDataString(workspace)}/vars", Body(one),
                    TerraformClient.MediaType, TerraformClient.MediaType, CancellationToken.None);
                if (response.IsSuccess)
                {
                    created.Add((one, IdOf(response.Body)));
                }
                else
                {
                    failed.Add((one, response.Status, StatusTitle.Of(response.Status)));
                }
            }
            catch (TerraformFailedException failure)
            {
                failed.Add((one, null, failure.MayHaveTakenEffect ? "no answer: it may be there" : "not reached"));
            }
        }

        var next = NextTools.Of(
            [new NextTool("list_all_hashicorp_terraform_cloud_workspace_variables",
                "See which are there, then create those that are missing.",
                [KeyValuePair.Create("workspace_id", (object)(workspace ?? call.Arguments.Text("name")!))])], call.Call);
        return ToolAnswer.With(answer, writer =>
        {
            writer.WriteStartArray("variables_created");
            foreach (var (asked, id) in created)
            {
                WriteOne(writer, asked, id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (failed.Count == 0)
            {
                return;
            }

            writer.WriteStartArray("variables_failed");
            foreach (var (asked, status, why) in failed)
            {
                WriteOne(writer, asked, null);
                if (status is { } number)
                {
                    writer.WriteNumber("status", number);
                }

                writer.WriteString("reason", why);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            next.Write(writer);
        });
    }

    // Whether its value is hidden from now on, and never the value: it was given, and need not come back.
    private static void WriteOne(Utf8JsonWriter writer, JsonElement asked, string? id)
    {
        writer.WriteStartObject();
        writer.WriteString("key", ErrorDocument.Clean(Text(asked, "key") ?? ""));
        writer.WriteString("category", Text(asked, "category"));
        if (id is not null)
        {
            writer.WriteString("id", id);
        }

        if (asked.TryGetProperty("sensitive", out var sensitive) && sensitive.ValueKind == JsonValueKind.True)
        {
            writer.WriteBoolean("sensitive", true);
        }
    }

    private static async Task<bool> TryOpenAsync(TerraformSession api)
    {
        try
        {
            return await api.OpenAsync(CancellationToken.None);
        }
        catch (CredentialUnavailableException)
        {
            return false;
        }
    }

    private static byte[] Body(JsonElement variable)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("data");
            writer.WriteString("type", "vars");
            writer.WritePropertyName("attributes");
            variable.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    // Of a document of the API, or of a row made of one.
    private static string? IdOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return ResourceJson.Text(
                document.RootElement.TryGetProperty("data", out var data) ? data : document.RootElement, "id");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsGiven(ToolArguments arguments, out JsonElement given)
    {
        given = default;
        return arguments.Row is { Method: ToolMethod.Create, ResourceType: "workspaces" }
            && arguments.Row.Arguments.Any(argument => argument is { Name: Name, Place: ArgumentPlace.Answer })
            && arguments.TryGet(Name, out given) && given.ValueKind == JsonValueKind.Array && given.GetArrayLength() > 0;
    }

    private static string? Text(JsonElement one, string name) => ResourceJson.Text(one, name);
}
