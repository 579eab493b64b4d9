using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

/// <summary>What holds for every document, tried on a few hundred made at random from a fixed seed.</summary>
public sealed class RowPropertyTests
{
    private const string Secret = "hunter2";
    private const string Presigned = "https://archivist.terraform.io/v1/object/" + Secret;

    private static readonly string[] Words = ["name", "is-locked", "log-read-url", "value", "sensitive", "statusTimestamps", "current-run", "tags", "plan_only", "upload-url", "a", "id"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_field_of_a_row_can_be_asked_for_alone_and_is_then_the_same(int seed)
    {
        foreach (var document in Documents(seed))
        {
            var whole = Parse(Flatten.Single(document));
            foreach (var (name, value) in whole)
            {
                var part = Parse(Flatten.Single(document, name));
                Assert.Equal(name == "id" ? ["id"] : ["id", name], part.Select(member => member.Key));
                Assert.True(JsonNode.DeepEquals(value, part[name]), $"{name} of {document}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_path_to_a_leaf_answers_that_leaf(int seed)
    {
        foreach (var document in Documents(seed))
        {
            var whole = Parse(Flatten.Single(document));
            foreach (var path in Leaves(whole, []))
            {
                JsonNode? expected = whole, part = Parse(Flatten.Single(document, string.Join('.', path)));
                foreach (var name in path)
                    (expected, part) = (expected?[name], part?[name]);
                Assert.True(JsonNode.DeepEquals(expected, part), $"{string.Join('.', path)} of {document}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_secret_is_ever_written(int seed)
    {
        foreach (var document in Documents(seed))
        {
            Assert.DoesNotContain(Secret, Flatten.Single(document), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, Flatten.Single(document, "log_read_url", "value", "current_run", "tags", "upload_url"), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, Flatten.Items(Listed(document), "*", "current_run.*"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_damage_to_a_document_does_more_than_a_JsonException(int seed)
    {
        var random = new Random(seed);
        foreach (var document in Documents(seed))
        {
            var bytes = Encoding.UTF8.GetBytes(document);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                var row = Flatten.Write(writer => ResourceReader.WriteSingle(
                    bytes.AsSpan(0, random.Next(bytes.Length + 1)), FieldSelection.Parse(["*", "run.*", "run.name"]), writer));
                using var parsed = JsonDocument.Parse(row);
            }
            catch (JsonException)
            {
            }
        }
    }

    private static string Listed(string document)
    {
        var root = JsonNode.Parse(document)!.AsObject();
        root["data"] = new JsonArray(root["data"]!.DeepClone());
        return root.ToJsonString();
    }

    private static IEnumerable<string> Documents(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            yield return $$$$"""
                {"data":{"id":"x-{{{{i}}}}","type":"things","attributes":{{{{Members(random, 0)}}}},
                "relationships":{"run":{"data":{"id":"run-1","type":"runs"}},"team-members":{"data":[{"id":"user-1","type":"users"}]}}},
                "included":[{"id":"run-1","type":"runs","attributes":{{{{Members(random, 1)}}}}}]}
                """;
        }
    }

    private static string Members(Random random, int depth)
    {
        var members = Words.OrderBy(_ => random.Next()).Take(random.Next(0, Words.Length)).Select(name => $"\"{name}\":{Value(random, name, depth)}").ToList();

        // A secret stands only where the product has to keep it back: in a pre-signed URL, or in the value of something sensitive.
        if (members.RemoveAll(member => member.StartsWith("\"value\"", StringComparison.Ordinal) || member.StartsWith("\"sensitive\"", StringComparison.Ordinal)) > 0)
        {
            members.Insert(random.Next(members.Count + 1), $"\"value\":{(random.Next(2) == 0 ? $"\"{Secret}\"" : $$"""{"k":["{{Secret}}"]}""")}");
            members.Insert(random.Next(members.Count + 1), "\"sensitive\":true");
        }

        return "{" + string.Join(',', members) + "}";
    }

    private static string Value(Random random, string name, int depth) => name.EndsWith("url", StringComparison.Ordinal)
        ? $"\"{(depth == 0 ? "https://app.terraform.io/" + Secret : Presigned)}\"" // deeper, it may be inside a user's own map, where names mean nothing
        : random.Next(depth > 3 ? 6 : 8) switch
        {
            0 => "null",
            1 => "true",
            2 => "12.50",
            3 => "\"t\\u00e4xt\"",
            4 => $"\"{Presigned}\"",
            5 => "[]",
            6 => $"[{Members(random, depth + 1)},{Value(random, "", depth + 1)}]",
            _ => Members(random, depth + 1),
        };

    private static JsonObject Parse(string row) => JsonNode.Parse(row)!.AsObject();

    private static IEnumerable<string[]> Leaves(JsonObject row, string[] path)
    {
        foreach (var (name, value) in row)
        {
            if (value is JsonObject { Count: > 0 } nested)
            {
                foreach (var leaf in Leaves(nested, [.. path, name]))
                    yield return leaf;
            }
            else
            {
                yield return [.. path, name];
            }
        }
    }
}
