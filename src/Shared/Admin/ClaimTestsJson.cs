using ServerlessMcp.Accounts;
using ServerlessMcp.Access.Identity;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>The <c>match</c> and <c>deny</c> of an identity rule on the wire: of each claim a text, a list of texts, or
/// <c>{"glob": …}</c>. Numbers and booleans are taken as the texts that they are compared as.</summary>
internal static class ClaimTestsJson
{
    private const int MostClaims = 32;
    private const int LongestName = 200;
    private const int LongestValue = 500;

    /// <summary>Reads it; faults are noted.</summary>
    public static IReadOnlyDictionary<string, ClaimTest> Read(JsonBodyReader? reader)
    {
        var tests = new Dictionary<string, ClaimTest>(StringComparer.Ordinal);
        foreach (var name in reader?.Names ?? [])
        {
            if (name.Length is 0 or > LongestName || tests.Count == MostClaims)
            {
                reader!.Fault($"at most {MostClaims} claims are taken, with names of 1 to {LongestName} characters");
                break;
            }

            if (ReadOne(reader!, name) is { } test)
            {
                tests[name] = test;
            }
        }

        return tests;
    }

    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, ClaimTest> tests)
    {
        writer.WriteStartObject(name);
        foreach (var (claim, test) in tests)
        {
            if (test.IsGlob)
            {
                writer.WriteStartObject(claim);
                WriteValues(writer, "glob", test.Values);
                writer.WriteEndObject();
            }
            else
            {
                WriteValues(writer, claim, test.Values);
            }
        }

        writer.WriteEndObject();
    }

    private static ClaimTest? ReadOne(JsonBodyReader reader, string name)
    {
        if (reader.KindOf(name) != JsonValueKind.Object)
        {
            return Values(reader, name) is { } values ? new ClaimTest(values) : null;
        }

        var glob = reader.Record(name)!;
        var globs = Values(glob, "glob");
        glob.RefuseOthers();
        if (globs?.Any(text => text.AsSpan().Count('*') > ClaimGlob.MostStars) == true)
        {
            glob.Fault($"at most {ClaimGlob.MostStars} * are taken", "glob");
        }

        return globs is null ? null : new ClaimTest(globs, IsGlob: true);
    }

    private static IReadOnlyList<string>? Values(JsonBodyReader reader, string name) => reader.KindOf(name) switch
    {
        JsonValueKind.Array => reader.TextList(
            name, text => text.Length is >= 1 and <= LongestValue ? null : $"1 to {LongestValue} characters are allowed"),
        JsonValueKind.True or JsonValueKind.False => [reader.Flag(name) == true ? "true" : "false"],
        JsonValueKind.Number => reader.Whole(name, int.MinValue, int.MaxValue) is { } number
            ? [number.ToString(CultureInfo.InvariantCulture)] : null,
        _ => reader.Text(name, LongestValue, required: true) is { } text ? [text] : null,
    };

    private static void WriteValues(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values is [var one])
        {
            writer.WriteString(name, one);
        }
        else
        {
            writer.WriteTexts(name, values);
        }
    }
}
