using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// Out of flat arguments and back into flat rows, with values made at random: what a tool sends is what a row of it shows, and a row has all that a document has, under names that
/// follow from the document's alone. FsCheck shrinks what it finds; the seeds are fixed, so that a failure stays.
/// </summary>
[Trait("Lane", "slow")]
public sealed class RoundTripPropertyTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20260101, 7);

    // Words and what text breaks on: quotes, markup, control characters, other scripts, characters outside the first plane.
    private static readonly string[] Pieces = ["a", "Zz", "0", " ", "-", "_", "\"", "\\", "<b>", "&", "'", "\n", "\t", "ü", "漢", "😀", "${var.x}", "{}"];

    // None is empty, and no list: an update refuses them, because they would wipe what is there.
    private static readonly Gen<string> Text = Gen.Elements(Pieces).NonEmptyListOf().Select(pieces => string.Concat(pieces));

    public static TheoryData<string> DocumentedTypes => [.. DocumentedResources.Types];

    public static TheoryData<string> Writers =>
        [.. TerraformTools.All.Where(tool => tool.Effect != Effect.Read && !tool.IsForm && tool.Arguments.Any(Shows)).Select(tool => tool.Name)];

    [Theory]
    [MemberData(nameof(DocumentedTypes))]
    public void A_row_has_every_documented_attribute_under_its_snake_case_name(string type) => Check.One(Runs, Prop.ForAll(
        Documents(type).ToArbitrary(),
        document =>
        {
            var row = JsonNode.Parse(Flatten.Single(new JsonObject { ["data"] = document.DeepClone() }.ToJsonString()))!;
            var expected = new JsonObject { ["id"] = "x-1" };
            foreach (var (name, value) in Shown(document["attributes"]!.AsObject()))
            {
                if (name != "id")
                {
                    expected[name] = value?.DeepClone();
                }
            }

            foreach (var (name, value) in expected)
            {
                Assert.True(JsonNode.DeepEquals(value, row[name]), $"{name} of {document.ToJsonString()} is {row[name]?.ToJsonString()}");
            }

            var relationships = (document["relationships"] as JsonObject)?.Select(relationship => SnakeCase.Convert(relationship.Key)).ToArray() ?? [];
            Assert.All(row.AsObject().Select(member => member.Key).Where(name => !expected.ContainsKey(name)), name => Assert.Contains(relationships, relationship =>
                name == relationship + "_id" || name == relationship + "_type" || name == CanonicalName.Singular(relationship) + "_ids" || name == relationship + "_ids"));
        }));

    [Theory]
    [MemberData(nameof(Writers))]
    public void What_a_tool_sends_is_what_a_row_shows(string name)
    {
        var tool = AllTools.Find(name);
        Check.One(Runs, Prop.ForAll(Calls(tool).ToArbitrary(), given =>
        {
            var reading = ArgumentReader.Read(tool, given.ToDictionary(member => member.Key, member => JsonElement.Parse(member.Value!.ToJsonString())), null);
            if (!reading.IsValid)
            {
                // Two ways to say one thing were both drawn; nothing else can be wrong with what was made from the row.
                Assert.All(reading.Errors, error => Assert.Contains("not both", error.Message, StringComparison.Ordinal));
                return;
            }

            var row = JsonNode.Parse(Flatten.Single(reading.Arguments!.Body() ?? """{"data":{"type":"none"}}"""))!;
            foreach (var argument in tool.Arguments.Where(argument => Shows(argument) && given.ContainsKey(argument.Name)))
            {
                var (sent, shown) = (given[argument.Name]!, At(row, argument));
                if (argument.Place == ArgumentPlace.Relationship && tool.Arguments.Count(other => other.WireName == argument.WireName) > 1)
                {
                    // One relationship, filled by arguments of several types.
                    Assert.Subset(shown!.AsArray().Select(id => (string)id!).ToHashSet(), sent.AsArray().Select(id => (string)id!).ToHashSet());
                    continue;
                }

                var expected = Shown(new JsonObject { [argument.WireName.Split('.')[^1]] = sent.DeepClone() }).Select(member => member.Value).FirstOrDefault();
                Assert.True(JsonNode.DeepEquals(expected, shown), $"{argument.Name} was {expected?.ToJsonString()}, is {shown?.ToJsonString()}");
            }
        }));
    }

    // Attributes and relationships as JSON:API has them. A secret value is withheld in a row by its neighbour "sensitive"; that is RedactionTests' business.
    private static bool Shows(Argument argument) =>
        (argument.Place == ArgumentPlace.Attribute && argument.Kind is JsonKind.Text or JsonKind.Integer or JsonKind.Number or JsonKind.Boolean or JsonKind.TextList
            && argument.Encoding == default && argument.WireName is not ("id" or "sensitive"))
        || (argument.Place == ArgumentPlace.Relationship && argument.Kind is JsonKind.Text or JsonKind.TextList && !argument.WireName.EndsWith("oidc-configuration", StringComparison.Ordinal));

    private static JsonNode? At(JsonNode row, Argument argument)
    {
        if (argument.Place == ArgumentPlace.Relationship)
        {
            var relationship = SnakeCase.Convert(argument.WireName);
            return row[argument.Kind == JsonKind.Text ? relationship + "_id" : relationship.EndsWith('s') ? CanonicalName.Singular(relationship) + "_ids" : relationship + "_ids"];
        }

        return argument.WireName.Split('.').Aggregate<string, JsonNode?>(row, (node, segment) => node?[SnakeCase.Convert(segment)]);
    }

    private static Gen<JsonObject> Calls(TerraformTool tool)
    {
        var required = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        var optional = tool.Arguments.Where(Shows).Select(argument => Value(argument).OrNull().Select(value => (argument, value))).ToArray();
        return Gen.CollectToArray(optional).Select(drawn =>
        {
            var call = required.DeepClone().AsObject();
            foreach (var (argument, value) in drawn)
            {
                if (value is not null && argument.Place != ArgumentPlace.Path)
                {
                    call[argument.Name] = value.DeepClone();
                }
            }

            return call;
        });
    }

    private static Gen<JsonNode> Value(Argument argument) => argument.Kind switch
    {
        JsonKind.Integer => Gen.Choose(argument.Minimum ?? 0, argument.Maximum ?? 1_000_000).Select(number => (JsonNode)number),
        JsonKind.Number => Gen.Choose(-1000, 1000).Select(number => (JsonNode)(number / 8.0)),
        JsonKind.Boolean => Gen.Elements(true, false).Select(flag => (JsonNode)flag),
        // In a list no text is blank either: it is refused by its place.
        JsonKind.TextList => Element(argument).Where(text => !string.IsNullOrWhiteSpace(text)).NonEmptyListOf().Select(texts => (JsonNode)new JsonArray([.. texts.Select(text => (JsonNode)text)])),
        _ => Element(argument).Select(text => (JsonNode)text),
    };

    private static Gen<string> Element(Argument argument) =>
        argument.AllowedValues.Count > 0 ? Gen.Elements(argument.AllowedValues.ToArray())
        : argument.IsInstant ? Gen.Constant("2026-01-31T12:00:00Z")
        : argument.AllowedParts.Count > 0 ? Gen.Elements(argument.AllowedParts.ToArray())
        : argument.Form is { } form ? Gen.Choose(1, 1_000_000).Select(number => (form.Prefix ?? "x") + number)
        : Text;

    private static Gen<JsonObject> Documents(string type) => Gen.Choose(0, int.MaxValue - 1).Select(seed =>
    {
        // One draw of FsCheck seeds the rest, because the shape is the documentation's and only the values are free.
        var random = new System.Random(seed);
        return DocumentedResources.Make(type, "x-1", kind => random.Next(8) == 0 ? null : kind switch
        {
            "integer" => random.Next(),
            "number" => random.Next(-1000, 1000) / 8.0,
            "boolean" => random.Next(2) == 0,
            "object" => new JsonObject { ["Some-Key"] = Words(random), ["other"] = random.Next(3) == 0 ? null : 1 },
            "datetime" => DateTimeOffset.UnixEpoch.AddSeconds(random.Next()).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            _ when kind.StartsWith("enum(", StringComparison.Ordinal) => kind[5..^1].Split('|') is var words ? words[random.Next(words.Length)] : null,
            _ => Words(random),
        });
    });

    private static string Words(System.Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    // The rules of a row once more, over a tree: nulls, empty texts and what they leave empty are gone, names are snake_case, a user's own data is as it came.
    private static JsonObject Shown(JsonObject attributes)
    {
        var shown = new JsonObject();
        foreach (var (wire, value) in attributes)
        {
            var name = SnakeCase.Convert(wire);
            if (PresignedUrl.IsName(System.Text.Encoding.UTF8.GetBytes(name)))
            {
                continue;
            }

            var isOwn = OpaqueAttributes.Contains(name);
            switch (value)
            {
                case var _ when name == "value" && (bool?)attributes["sensitive"] == true:
                    shown[name] = "(sensitive)";
                    break;
                case JsonObject nested when isOwn:
                    shown[name] = nested.DeepClone();
                    break;
                case JsonObject nested when Shown(nested) is { Count: > 0 } inside:
                    shown[name] = inside;
                    break;
                case JsonArray { Count: 0 } empty when !isOwn:
                    shown[name] = empty.DeepClone();
                    break;
                case JsonArray array:
                    shown[name] = isOwn ? array.DeepClone() : new JsonArray([.. array.Select(element => element is JsonObject each ? Shown(each) : element?.DeepClone())]);
                    break;
                case JsonValue scalar when isOwn || scalar.GetValueKind() != JsonValueKind.String || (string)scalar! != "":
                    shown[name] = scalar.DeepClone();
                    break;
            }
        }

        return shown;
    }
}
