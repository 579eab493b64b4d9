using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Support;

/// <summary>What holds for the tools of every integration that a product has, whichever they are.</summary>
internal static class EveryCatalog
{
    // What stands in a client's configuration before its tools.
    private static readonly string[] Servers = ["tfc", "terraform", "hcp-terraform", "serverless-mcp"];

    // client, what stands before a name, and how many characters both may have.
    private static IReadOnlyDictionary<string, (string Before, int Limit)> Limits { get; } = File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Catalog", "client-names.csv")).Skip(1)
        .Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => (cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture)));

    /// <summary>Every preset has a published limit, within which all names are, and none become equal by what a client cuts.</summary>
    public static void AssertNamesFit(TestProduct product)
    {
        Assert.Equal(ClientPreset.All.Select(preset => preset.Name).Order(), Limits.Keys.Order());
        foreach (var preset in ClientPreset.All)
        {
            var names = Tools(product).Select(tool => tool.NameIn(preset.ToolNames)).Append(SearchTools.Search).Append(SearchTools.Call).ToList();
            var (own, limit) = Limits[preset.Name];
            foreach (var (form, most, server) in Servers.SelectMany(server => new[] { (own, limit, server), ("mcp__{server}__", Math.Max(limit, 63), server) }))
            {
                var before = form.Replace("{server}", server, StringComparison.Ordinal);
                foreach (var name in names)
                {
                    Assert.True(before.Length + name.Length <= most, $"{preset.Name}: {before}{name} has more than {most} characters.");
                    Assert.Matches("^[a-zA-Z0-9_-]+$", before + name);
                }

                // By what is cut of the end, and by what is cut of the middle.
                Assert.Equal(names.Count, names.Select(name => (before + name)[..Math.Min(most, before.Length + name.Length)]).Distinct().Count());
                Assert.Equal(names.Count, names.Select(name => before + name).Select(name => name.Length <= 60 ? name : name[..28] + name[^32..]).Distinct().Count());
            }
        }
    }

    /// <summary>Whatever a client makes of an argument, the call is that which was meant, that of one left out, or refused by the argument's name.</summary>
    public static void AssertBentArgumentsMeanNothingElse(TestProduct product)
    {
        // Those of Terraform, of which some need more than is required, have tests of their own.
        foreach (var tool in Tools(product).Where(tool => tool is not TerraformTool))
        {
            var sample = new JsonObject(tool.Arguments.Where(argument => argument.IsRequired).Select(argument => KeyValuePair.Create(argument.Name, (JsonNode?)SampleArguments.Value(argument))));
            foreach (var argument in tool.Arguments.Where(argument => !argument.IsDerived && argument.Place != ArgumentPlace.Upload))
            {
                AssertBent(tool, sample, argument);
            }
        }
    }

    /// <summary>No sentence of an integration's source names a tool: which of them the reader's URL has, it can't know. A prompt names them in brackets, which are replaced, and a next call by a word alone.</summary>
    public static void AssertNoSentenceNamesATool(TestProduct product, params string[] folder)
    {
        var names = Tools(product).SelectMany(tool => new[] { tool.Name, tool.ShortName }).ToHashSet(StringComparer.Ordinal);
        var literals = Directory.EnumerateFiles(SourceTree.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .SelectMany(line => line.Split('"').Where((_, index) => index % 2 == 1)).Select(text => $"{Path.GetFileName(file)}: {text}")).ToList();
        Assert.NotEmpty(literals);
        Assert.DoesNotContain(literals, literal => literal[(literal.IndexOf(':', StringComparison.Ordinal) + 2)..] is var text && text.Contains(' ', StringComparison.Ordinal)
            && text.Split([' ', ',', '.', ':', ';', '(', ')', '\\', '/', '=', '{', '}']).Any(names.Contains));
    }

    private static void AssertBent(ToolDefinition tool, JsonObject sample, Argument argument)
    {
        void Means(JsonNode? value, JsonNode? sent)
        {
            var reading = Read(tool, With(sample, argument, sent));
            var told = $"{tool.Name}.{argument.Name}: {sent?.ToJsonString() ?? "null"}";
            if (reading.IsValid)
            {
                Assert.Equal((told, Values(tool, Read(tool, value is null ? sample : With(sample, argument, value)))), (told, Values(tool, reading)));
            }
            else
            {
                Assert.All(reading.Errors, error => Assert.True(error.Message.Contains(argument.Name, StringComparison.Ordinal), $"{told}: {error.Message}"));
            }
        }

        if (!argument.IsRequired)
        {
            Means(null, null);
            Means(null, "");
            if (argument.Kind != JsonKind.Text)
            {
                Means(null, "null");
            }
        }

        if (argument.Kind != JsonKind.Text && SampleArguments.Value(argument) is var meant)
        {
            Means(meant, meant.ToJsonString());
            Assert.True(Read(tool, With(sample, argument, meant.ToJsonString())).IsValid, $"{tool.Name}.{argument.Name}: {meant.ToJsonString()} as a text is refused");
        }
    }

    private static IEnumerable<ToolDefinition> Tools(TestProduct product) => product.Services.GetRequiredService<IntegrationRegistry>().All.SelectMany(one => one.Catalog.All);

    private static JsonObject With(JsonObject sample, Argument argument, JsonNode? value)
    {
        var call = sample.DeepClone().AsObject();
        call[argument.Name] = value?.DeepClone();
        return call;
    }

    private static ArgumentReading Read(ToolDefinition tool, JsonObject arguments) =>
        ArgumentReader.Read(tool, JsonElement.Parse(arguments.ToJsonString()).EnumerateObject().ToDictionary(property => property.Name, property => property.Value), null);

    private static string Values(ToolDefinition tool, ArgumentReading reading)
    {
        Assert.True(reading.IsValid, tool.Name + string.Join(' ', reading.Errors.Select(error => error.Message)));
        return string.Join(' ', tool.Arguments.Select(argument => reading.Arguments.TryGet(argument.Name, out var value) ? $"{argument.Name}={value}" : "").Where(value => value.Length > 0));
    }
}
