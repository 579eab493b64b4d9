using System.Text.RegularExpressions;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests;

/// <summary>
/// The architecture: a folder of src/Shared is a room, and a room uses only rooms above it in this list, which stands nowhere else. Where a type does not fit, the list or the type is wrong. The
/// namespace of a file is its folder, so that what it uses can be read off its <c>using</c> lines.
/// </summary>
public sealed partial class RoomTests
{
    private const string Root = "ServerlessMcp", Integrations = "Integrations";

    /// <summary>The engine's rooms, each with what it is.</summary>
    private static readonly (string Name, string What)[] Rooms =
    [
        ("Telemetry", "Names, source and meter of traces and metrics; what ties a request's traces together."),
        ("Redaction", "Everything that keeps secrets and hidden text from leaving, and bounds what looking for them costs."),
        ("Records", "The store abstraction: records, series, counters, versions, deadlines of a question."),
        ("Catalog", "What a tool is: the row's model, arguments, prompts; no rows, no execution."),
        ("Accounts", "What the records mean: account, MCP server, API token, policy, scope, credentials, the calls that run."),
        ("Http", "Headers, bodies, addresses, connections to others, problem details, Origin, what a host decides."),
        ("Logs", "What Terraform prints: lines made safe to show, diagnostics, how a log ends."),
        ("Audit", "Entries, chains, exports, verification."),
        ("Access", "Who comes in: gate, failed attempts, limits, OAuth."),
        ("Exposure", "What a URL shows: filter, listings, search, prompts, digests, client profiles, errors a model reads."),
        ("Calls", "One call from arguments to answer, noted whatever happens; the interface of an integration."),
        ("WebConsole", "The page for people, and nothing that it asks for. As Console it would hide the terminal's."),
        ("Admin", "The control plane's endpoints."),
        ("Mcp", "The protocol: both eras, validation, one answer per POST."),
        ("Hosting", "What every host does at its start; the one settings reader."),
        (Integrations, "The systems that URLs open; the engine knows none of them."),
    ];

    /// <summary>The rooms of HCP Terraform's integration. What stands in its own folder joins them, and may use all.</summary>
    private static readonly (string Name, string What)[] TerraformRooms =
    [
        ("JsonApi", "The forms of JSON:API: resources, errors, pages, relationships."),
        ("Client", "Requests sent and answers read, bounded; links followed; what one call was answered."),
        ("Model", "What a row of this integration is: verb, path, shape, title, edition."),
        ("Requests", "Arguments in, request out; the answer's remarks and errors."),
        ("Scope", "Whose a resource is, proven by the API's own answers."),
        ("Reports", "Answers made of several requests or of long documents: plans, states, logs, diagnoses."),
        ("Prompts", "What a person asks an agent to do, as calls."),
        ("Tools", "The rows."),
    ];

    [Fact]
    public void A_room_uses_only_rooms_above_it()
    {
        var wrong = Files().SelectMany(file => Uses(file).Select(use => Complaint(file, use.Line, use.Namespace))).OfType<string>().ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_folder_is_a_room_and_every_room_a_folder()
    {
        var folders = Files().Select(file => file.Room).Distinct().Where(room => room.Length > 0).Order().ToArray();
        Assert.Equal(Rooms.Select(room => room.Name).Order(), folders);
        var own = Files().Where(file => file.Room == Integrations).Select(file => file.Inner).Distinct().Where(room => room.Length > 0).Order().ToArray();
        Assert.Equal(TerraformRooms.Select(room => room.Name).Order(), own);
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        foreach (var file in Files())
        {
            var folder = Path.GetDirectoryName(file.Path)!.Replace(Path.DirectorySeparatorChar, '.');
            Assert.Contains($"namespace {(folder.Length == 0 ? Root : $"{Root}.{folder}")};", file.Text, StringComparison.Ordinal);
        }
    }

    // What the rule refuses, so that it is known to.
    [Theory]
    [InlineData("Catalog/Argument.cs", "ServerlessMcp.Integrations.TerraformCloud.Client", "uses Integrations, which stands below it")]
    [InlineData("Mcp/McpEndpoint.cs", "ServerlessMcp.Integrations", "uses Integrations, which stands below it")]
    [InlineData("Records/RecordKind.cs", "ServerlessMcp.Accounts", "uses Accounts, which stands below it")]
    [InlineData("Integrations/TerraformCloud/Client/TerraformClient.cs", "ServerlessMcp.Integrations.TerraformCloud.Tools", "uses TerraformCloud/Tools, which stands below it")]
    [InlineData("Integrations/Other/One.cs", "ServerlessMcp.Integrations.TerraformCloud.Client", "uses another integration")]
    [InlineData("Calls/ToolCalls.cs", "ServerlessMcp.Nowhere", "uses Nowhere, which is no room")]
    public void What_goes_the_other_way_is_named(string path, string used, string expected) =>
        Assert.Contains(expected, Complaint(new SourceFile(path.Replace('/', Path.DirectorySeparatorChar), ""), 1, used), StringComparison.Ordinal);

    [Theory]
    [InlineData("Integrations/TerraformCloud/Tools/Runs.cs", "ServerlessMcp.Integrations.TerraformCloud.Reports.Plans")]
    [InlineData("Integrations/TerraformCloud/ToolExecutor.cs", "ServerlessMcp.Integrations.TerraformCloud.Tools")]
    [InlineData("Calls/ToolCalls.cs", "ServerlessMcp.Audit")]
    [InlineData("ServerlessMcpServices.cs", "ServerlessMcp.Mcp")]
    public void What_goes_the_right_way_is_not(string path, string used) =>
        Assert.Null(Complaint(new SourceFile(path.Replace('/', Path.DirectorySeparatorChar), ""), 1, used));

    private static string? Complaint(SourceFile file, int line, string used)
    {
        var parts = used.Split('.');
        if (parts.Length < 2 || file.Room.Length == 0)
        {
            return file.Room.Length == 0 && parts.Contains(Integrations) ? $"{file.Path}:{line}: the composition root uses {used}; a host registers integrations" : null;
        }

        var (mine, theirs) = (IndexOf(Rooms, file.Room), IndexOf(Rooms, parts[1]));
        if (theirs < 0)
        {
            return $"{file.Path}:{line}: {file.Room} uses {parts[1]}, which is no room";
        }

        if (theirs != mine)
        {
            return theirs < mine ? null : $"{file.Path}:{line}: {file.Room} uses {parts[1]}, which stands below it";
        }

        if (file.Room != Integrations || parts.Length < 3)
        {
            return null;
        }

        if (parts[2] != file.Integration)
        {
            return $"{file.Path}:{line}: {file.Integration} uses another integration, {parts[2]}";
        }

        return parts.Length > 3 && file.Inner.Length > 0 && IndexOf(TerraformRooms, parts[3]) > IndexOf(TerraformRooms, file.Inner)
            ? $"{file.Path}:{line}: {file.Integration}/{file.Inner} uses {parts[2]}/{parts[3]}, which stands below it"
            : null;
    }

    private static int IndexOf((string Name, string What)[] rooms, string name) => Array.FindIndex(rooms, room => room.Name == name);

    private static IEnumerable<SourceFile> Files()
    {
        var root = SourceTree.PathOf("src", "Shared");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path))
            .Where(path => !path.StartsWith("obj", StringComparison.Ordinal) && !path.StartsWith("bin", StringComparison.Ordinal))
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path))));
    }

    // Its using lines, and names written out from the root or from a room on.
    private static IEnumerable<(int Line, string Namespace)> Uses(SourceFile file)
    {
        var number = 0;
        foreach (var line in file.Text.Split('\n'))
        {
            number++;
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var match in Qualified().Matches(line).Select(match => match.Value))
            {
                yield return (number, match.StartsWith(Root + ".", StringComparison.Ordinal) ? match : $"{Root}.{match}");
            }
        }
    }

    [GeneratedRegex(@"(?<![\w.""])(ServerlessMcp\.[A-Z]\w+(\.[A-Z]\w+)*|(Telemetry|Records|Catalog|Accounts|Http|Logs|Audit|Redaction|Access|Exposure|Calls|WebConsole|Admin|Mcp|Hosting|Integrations)\.[A-Z]\w+(\.[A-Z]\w+)*(?=[.;>(""]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Qualified();

    private sealed record SourceFile(string Path, string Text)
    {
        private string[] Parts => Path.Split(System.IO.Path.DirectorySeparatorChar);

        public string Room => Parts.Length > 1 ? Parts[0] : "";

        public string Integration => Room == Integrations ? Parts[1] : "";

        public string Inner => Room == Integrations && Parts.Length > 3 ? Parts[2] : "";
    }
}
