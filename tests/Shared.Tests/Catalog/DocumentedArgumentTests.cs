using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>
/// What each endpoint takes and what its tool offers. <c>documented-arguments.csv</c> is the list of August 2026, from the same sources as <c>endpoints.csv</c>: a line is a
/// query parameter, an include, a member of the body (a dot nests) or a relationship, by its name on the wire. <c>argument-exceptions.csv</c> names what no tool offers, and why:
/// a <c>*</c> stands for any endpoint.
/// </summary>
public sealed partial class DocumentedArgumentTests
{
    private static readonly Documented[] All = [.. Lines("documented-arguments.csv", 4).Select(cells => new Documented($"{cells[0]} {cells[1]}", cells[2], cells[3]))];

    private static readonly Excepted[] Exceptions =
        [.. Lines("argument-exceptions.csv", 5).Select(cells => new Excepted(cells[0] == "*" ? "*" : $"{cells[0]} {cells[1]}", cells[2], cells[3], cells[4]))];

    [Fact]
    public void Every_documented_argument_is_one_of_its_tool_or_is_an_exception_with_a_reason()
    {
        var unexplained = Missing().Where(each => !Exceptions.Any(exception => exception.Covers(each))).Select(each => $"{each.Request.Replace(' ', ',')},{each.Place},{each.Name}").ToArray();
        Assert.True(unexplained.Length == 0, string.Join('\n', unexplained));
    }

    [Fact]
    public void No_exception_outlives_its_reason()
    {
        var missing = Missing().ToArray();
        Assert.All(Exceptions, exception =>
        {
            Assert.True(exception.Reason.Length > 10, exception.ToString());
            Assert.Contains(missing, exception.Covers);
        });
    }

    /// <summary>A field behind a relationship needs an include, and a model does not know that: the fields say it.</summary>
    [Theory, ClassData(typeof(AllTools))]
    public void Fields_behind_a_relationship_include_it(string name)
    {
        var tool = AllTools.Find(name);
        foreach (var relationship in tool.Includable)
        {
            var fields = new[] { "id", $"{relationship.Replace('-', '_')}.id" };
            var path = Path(tool, fields);
            Assert.Contains(relationship, path.Split("include=")[^1].Split('&')[0].Split(','));
        }

        Assert.Equal(tool.Include.Count > 0 && tool.Shape is not (ResponseShape.Report), Path(tool, ["id"]).Contains("include=", StringComparison.Ordinal));
        Assert.Contains("include", ArgumentReader.Read(tool, Given(tool, new JsonObject { ["include"] = new JsonArray("plan") }), null).Errors.Select(error => error.Name));
    }

    [Fact]
    public void The_next_page_includes_the_same()
    {
        var tool = AllTools.Find("list_all_hashicorp_terraform_cloud_runs");
        var first = ArgumentReader.Read(tool, Given(tool, new JsonObject { ["fields"] = new JsonArray("id", "plan.status") }), null).Arguments!;
        var cursor = new JsonObject { ["cursor"] = Cursor.Encode(first, 2) };
        var (next, page, errors) = ToolCallReader.Read(tool, new Dictionary<string, JsonElement>(Given(tool, cursor)), null);
        Assert.Empty(errors);
        Assert.Equal(2, page);
        Assert.Equal(["plan"], next!.Texts("include"));
    }

    private static string Path(TerraformTool tool, string[] fields) => RequestPath.Build(
        ArgumentReader.Read(tool, Given(tool, tool.Includable.Count > 0 ? new JsonObject { ["fields"] = new JsonArray([.. fields]) } : []), null).Arguments!, null, 1, null);

    private static Dictionary<string, JsonElement> Given(TerraformTool tool, JsonObject more)
    {
        var given = JsonElement.Parse(SampleArguments.For(tool)).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        foreach (var (name, value) in more)
        {
            given[name] = JsonElement.Parse(value!.ToJsonString());
        }

        return given;
    }

    private static IEnumerable<Documented> Missing()
    {
        var offered = TerraformTools.All.Where(tool => tool.Report is null).GroupBy(EndpointCoverageTests.Request)
            .ToDictionary(tools => tools.Key, tools => tools.SelectMany(Offered).ToHashSet());
        return All.Where(each => offered.TryGetValue(each.Request, out var names) && !names.Contains((each.Place, Index().Replace(each.Name, "[#]"))));
    }

    private static IEnumerable<(string Place, string Name)> Offered(TerraformTool tool)
    {
        foreach (var argument in tool.Arguments.Concat(tool.Constants))
        {
            // An object whose members are documented one by one is offered by them.
            string[] names =
            [
                argument.WireName, argument.WireName.Replace("data.", "", StringComparison.Ordinal), argument.WireName.Split('.')[0],
                .. argument.Members.Select(member => $"{argument.WireName}.{member.WireName}"),
            ];
            foreach (var name in argument.Place switch
            {
                ArgumentPlace.Query => names.Select(name => ("query", Index().Replace(name.Split('=')[0], "[#]"))),
                ArgumentPlace.Relationship => names.Select(name => ("relationship", name)),
                ArgumentPlace.Identifiers => argument.Members.Select(member => ("body", member.WireName == "id" ? "data[].id" : $"data[].attributes.{member.WireName}")).Append(("body", "data[].id")),
                ArgumentPlace.Attribute or ArgumentPlace.Root or ArgumentPlace.Type => names.Select(name => ("body", name)),
                ArgumentPlace.Body => [("body", "(body)")],
                _ => [],
            })
            {
                yield return name;
            }
        }

        foreach (var name in tool.Paging == PagingStyle.StartIndex ? new[] { "startIndex", "count" } : ["page[number]", "page[size]"])
        {
            if (tool.IsPaged)
            {
                yield return ("query", name);
            }
        }

        foreach (var name in tool.Include.Concat(tool.Includable))
        {
            yield return ("include", name);
        }
    }

    private static IEnumerable<string[]> Lines(string file, int columns) =>
        File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Catalog", file)).Skip(1).Select(line => line.Split(',', columns));

    [GeneratedRegex(@"\[(n|i|0|\#)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();

    private sealed record Documented(string Request, string Place, string Name);

    private sealed record Excepted(string Request, string Place, string Name, string Reason)
    {
        public bool Covers(Documented each) => (Request == "*" || Request == each.Request) && Place == each.Place && (Name == "*" || Name == each.Name);
    }
}
