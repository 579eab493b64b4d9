using ServerlessMcp.Http;

namespace ServerlessMcp.Local;

/// <summary>
/// The banner. It fits 100 columns, and what is there to paste can be pasted: commands are broken as a shell takes it.
/// Only a public URL of more than 24 characters, a long folder, or Windows, whose shells take no common break, makes a
/// line longer.
/// </summary>
internal sealed class BannerText(LocalSettings settings, TerraformConnection connection)
{
    private const int Columns = 100;
    private const string Indent = "               ";

    // The next line of a command.
    private static readonly string Then = OperatingSystem.IsWindows() ? " " : $" \\\n{Indent}  ";

    /// <summary>What minted URLs start with.</summary>
    public required Uri Origin { get; init; }

    /// <summary>What a look at the connected Terraform found; null for the sandbox.</summary>
    public required string? Check { get; init; }

    /// <summary>The token of the first URL.</summary>
    public required string Token { get; init; }

    /// <summary>When the first URL ends.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The admin token, if it was made at this start.</summary>
    public required string? AdminToken { get; init; }

    /// <summary>The text, secrets included.</summary>
    public string Compose()
    {
        var url = new Uri(Origin, $"/mcp/{Token}").AbsoluteUri;
        var mint = new Uri(Origin, $"/integrated-account/{connection.Account.Id}/mcp").AbsoluteUri;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\nServerlessMcp {Product.Version} at {Origin.AbsoluteUri.TrimEnd('/')}\n\n");
        Say("Account", connection.Told);
        Say("", connection.Beside.Count > 0 ? $"and beside it {string.Join(" and ", connection.Beside.Select(account => account.Id))}" : null);
        Say("", Check);
        Add("MCP URL", url);
        var reach = connection.IsSandbox ? "every core tool, changes included" : "reading only";
        Say("", string.Create(CultureInfo.InvariantCulture, $"{reach}, until {ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        text.Append('\n');
        Add("Claude Code", $"claude mcp add --transport http tfc{Then}{url}");
        Add("Cursor", $"\"tfc\": {{\"url\":\n{Indent}\"{url}\"}}\n{Indent}in mcpServers of ~/.cursor/mcp.json");
        Say("ChatGPT", "Settings, Connectors, Create: the MCP URL, No authentication (developer mode; needs https, see README)");
        Add("curl", string.Join(
            Then, "curl -H 'Content-Type: application/json'", url,
            """-d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'"""));
        Add("Mint more", string.Join(Then, $"curl {mint}", "-H \"Authorization: Bearer $ADMIN_TOKEN\"",
            """-d '{"name":"incident 42","config":{"client":"claude-code"}}'"""));
        text.Append('\n');
        var (where, remark) = AdminToken is not null ? (AdminToken, "shown this once; it mints, changes and revokes URLs")
            : settings.AdminToken is not null ? ("SERVERLESSMCP_ADMIN_TOKEN", null)
            : ("the one that the first start showed; the records have only its digest",
                $"another: stop this, then {Start} --new-admin-token{Data}");
        Add("Admin token", where);
        if (remark is not null)
        {
            Add("", remark);
        }

        Add("Records", settings.DataDirectory);
        return text.Append('\n').ToString();

        void Add(string name, string what) => text.Append(CultureInfo.InvariantCulture, $"  {name,-13}{what}\n");

        // Prose, broken at its words.
        void Say(string name, string? what)
        {
            while (what is { Length: > 0 })
            {
                var end = what.Length + Indent.Length <= Columns ? what.Length : what.LastIndexOf(' ', Columns - Indent.Length);
                end = end < 0 ? what.Length : end;
                Add(name, what[..end]);
                (name, what) = ("", what[end..].TrimStart());
            }
        }
    }

    // What was built here is started by the SDK; else it is the file that runs, as it was called.
    private static string Start => File.Exists(Path.Combine(AppContext.BaseDirectory, "serverless-mcp.dll"))
        ? "dotnet run --project src/Local --"
        : Environment.GetCommandLineArgs()[0];

    private string Data =>
        settings.DataDirectory == new LocalSettings().DataDirectory ? "" : $" --data \"{settings.DataDirectory}\"";
}
