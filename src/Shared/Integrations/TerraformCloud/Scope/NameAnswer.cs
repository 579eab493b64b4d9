using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>What a model reads of a name that could not be an id.</summary>
internal static class NameAnswer
{
    private const int Most = 20;

    /// <summary>Nothing has the name.</summary>
    public static ReadOnlyMemory<byte> Nobodys(
        Argument argument, NamedKind kind, string text, string? organization, IReadOnlyList<(string Name, string Id)> near) =>
        ToolError.Of(writer =>
        {
            var noun = ArgumentForms.KindOf(text);
            var lead = noun == kind.Noun ? $"{argument.Name}: the" : $"{argument.Name} is no id, and";
            var other = noun is not null && noun != kind.Noun
                ? $" It begins like {ArgumentForm.Article(noun)} {noun}'s id." : "";
            var place = kind.Type == "vars" ? "there" : $"in {organization}";
            Begin(writer, 404, "no such name",
                $"{lead} {kind.Noun} '{ArgumentWords.Excerpt(text)}' is not {place}, or the token " +
                $"of this account may not see it.{other} Nothing was sent.");
            WriteNear(writer, near);
            writer.WriteString("hint", near.Count > 0 ? "Take the one that is meant: its exact name, or its id."
                : "List them for the exact name, or pass the id.");
        });

    /// <summary>Several have the name.</summary>
    public static ReadOnlyMemory<byte> Ambiguous(
        Argument argument, NamedKind kind, string text, IReadOnlyList<JsonElement> candidates) => ToolError.Of(writer =>
        {
            Begin(writer, 409, "ambiguous name",
                $"{argument.Name}: {candidates.Count} are named '{ArgumentWords.Excerpt(text)}'. Nothing was sent.");
            writer.WriteStartArray("candidates");
            foreach (var one in candidates.Take(Most))
            {
                writer.WriteStartObject();
                writer.WriteString("id", ResourceJson.Text(one, "id"));
                if (kind.Type == "vars" && one.TryGetProperty("attributes", out var attributes)
                    && ResourceJson.Text(attributes, "category") is { } category)
                {
                    writer.WriteString("category", category);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("hint", "Pass the id of the one that is meant.");
        });

    /// <summary>A workspace stands for its current run, and has none.</summary>
    public static ReadOnlyMemory<byte> NoRun(Argument argument, string text) => ToolError.Of(writer =>
    {
        Begin(writer, 404, "no run",
            $"{argument.Name}: workspace '{ArgumentWords.Excerpt(text)}' has no run yet. Nothing was sent.");
        writer.WriteString("hint", "Create a run in it first, or pass another run's id.");
    });

    /// <summary>Names that may be meant.</summary>
    public static void WriteNear(
        Utf8JsonWriter writer, IReadOnlyList<(string Name, string Id)> near, string member = "near")
    {
        if (near.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(member);
        foreach (var (name, id) in near)
        {
            writer.WriteStartObject();
            writer.WriteString("name", SecretText.Scrub(ArgumentWords.Excerpt(name)));
            writer.WriteString("id", id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Begin(Utf8JsonWriter writer, int status, string title, string detail)
    {
        writer.WriteNumber("status", status);
        writer.WriteString("title", title);
        writer.WriteString("detail", detail);
        writer.WriteBoolean("retryable", false);
    }
}
