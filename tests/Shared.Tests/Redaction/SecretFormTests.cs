using System.Text;
using System.Text.Json;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using ServerlessMcp.Logs;
using ServerlessMcp.Redaction;
using ServerlessMcp.Redaction.Secrets;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

namespace ServerlessMcp.Tests.Redaction;

/// <summary>What says by its form that it is a credential comes through nowhere, and what is none always does.</summary>
public sealed class SecretFormTests
{
    private static readonly string[] Hidden = ["\u200b", "\u200d", "\u00ad", "\u202e", "\ufeff", "\ufe0f", "\U000E0041", "\U000E0100", "\U0001D173", "\u001b[0m", "\u001b]8;;x\u0007"];

    public static TheoryData<string> Names => [.. SecretCorpus.Forms.Select(form => form.Name)];

    [Fact]
    public void The_corpus_has_at_least_62_forms_and_each_has_a_secret()
    {
        Assert.InRange(SecretCorpus.Forms.Count, 62, 1000);
        Assert.All(SecretCorpus.Forms, form => Assert.NotEmpty(form.Secrets));
        Assert.Equal(1000, SecretCorpus.OrdinaryLines.Count);
        Assert.InRange(SecretCorpus.OrdinaryAttributes.Count, 500, 2000);
    }

    [Theory, MemberData(nameof(Names))]
    public void No_form_comes_through_a_log(string name)
    {
        var (text, secrets) = Of(name);
        foreach (var line in new[] { text, $"before {text} after", $"2026-11-29T19:34:11Z [INFO] {text}", $"\u001b[31m│\u001b[0m {text}", $"x={text}", $"\"{text}\",", $"({text})", $"\n{text}\n" })
            Nothing(secrets, LogLines.TextOf(Encoding.UTF8.GetBytes(line)));
    }

    [Theory, MemberData(nameof(Names))]
    public void No_form_comes_through_an_error(string name)
    {
        var (text, secrets) = Of(name);
        Nothing(secrets, ErrorDocument.Clean($"could not connect: {text}"));
        Nothing(secrets, ErrorDocument.Read(Encoding.UTF8.GetBytes($$"""{"errors":[{"status":"422","title":{{Json(text)}},"detail":{{Json("it was " + text)}}}]}""")).Select(error => error.Title + error.Detail));
        var line = $$$"""{"@level":"error","@message":{{{Json(text)}}},"@timestamp":"x","diagnostic":{"severity":"error","summary":{{{Json(text)}}},"detail":{{{Json($"The value {text} is wrong.\n{text}")}}}}}""";
        Nothing(secrets, LogDiagnostics.Read(Encoding.UTF8.GetBytes(line)).Diagnostics.Select(diagnostic => diagnostic.Summary + diagnostic.Detail));
        Nothing(secrets, LogLines.TextOf(Encoding.UTF8.GetBytes(line)));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task No_form_comes_through_a_plan_a_state_or_an_attribute(string name)
    {
        var (text, secrets) = Of(name);
        var value = Json(text);
        var plan = $$$"""{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["update"],"before":{"note":"x"},"after":{"note":{{{value}}},"list":[{{{value}}}],"map":{"k":{{{value}}}}},"before_sensitive":{},"after_sensitive":{} } }]}""";
        var state = $$$"""{"version":4,"outputs":{"o":{"value":{{{value}}},"type":"string"}},"resources":[{"mode":"managed","type":"a","name":"b","instances":[{"schema_version":0,"attributes":{"note":{{{value}}},"list":[{{{value}}}],"map":{"k":{{{value}}} } } }]}]}""";
        foreach (var document in new[] { plan, state })
            Nothing(secrets, Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(document), writer)));
        await using var download = await Downloads.OfAsync(new MemoryStream(Encoding.UTF8.GetBytes(state)));
        Nothing(secrets, (await StateReader.ReadAsync(download, new StateQuery { IncludeValues = true })).Resources.SelectMany(resource => resource.Values!).Select(attribute => attribute.Value));
        var digest = await PlanDigestTests.DigestAsync(Encoding.UTF8.GetBytes(plan), new PlanQuery { IncludeValues = true });
        Nothing(secrets, digest.Resources.SelectMany(resource => resource.Changed).Select(change => change.Before + change.After));
        Nothing(secrets, Flatten.Attributes($$"""{"message":{{value}},"nested":{"note":{{value}},"list":[{{value}}]} }"""));
        Nothing(secrets, Flatten.Items($$$"""{"data":[{"id":"run-1","type":"runs","attributes":{"message":{{{value}}}}}]}"""));
    }

    // A token that is cut by what nobody sees is put together again when that is taken out.
    [Theory, MemberData(nameof(Names))]
    public void What_nobody_sees_does_not_hide_one(string name)
    {
        var (text, secrets) = Of(name);
        foreach (var hidden in Hidden)
        {
            var cut = string.Concat(text.Select((letter, at) => at % 3 == 1 ? hidden + letter : $"{letter}"));
            Nothing(secrets, InvisibleText.Clean(SecretText.Scrub(cut)));
            Nothing(secrets, LogLines.TextOf(Encoding.UTF8.GetBytes(cut)));
            Nothing(secrets, ErrorDocument.Clean(cut));
            Nothing(secrets, InvisibleText.Clean(Flatten.Attributes($$"""{"message":{{Json(cut)}}}""")));
            Nothing(secrets, InvisibleText.Clean(Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse($$"""{"a":{{Json(cut)}}}"""), writer))));
        }
    }

    [Fact]
    public void Every_hidden_character_is_seen_before_a_text_is_scrubbed() =>
        Assert.All(Enumerable.Range(0, 0x110000).Where(character => character is < 0xD800 or > 0xDFFF && InvisibleText.IsHidden(character)).Where(InvisibleText.IsHidden), character => Assert.True(InvisibleText.HasHidden(char.ConvertFromUtf32(character))));

    [Fact]
    public void An_ordinary_line_is_left_as_it_is()
    {
        var altered = SecretCorpus.OrdinaryLines.Where(line => SecretText.Scrub(line) != line).ToList();
        Assert.True(altered.Count == 0, string.Join('\n', altered.Select(line => $"{line}\n  {SecretText.Scrub(line)}")));
    }

    // Entropy alone withholds nothing: ids, hashes, fingerprints, ARNs, URLs and dates are what an agent works with.
    [Fact]
    public void An_ordinary_attribute_is_shown_in_plans_and_states_of_every_generation()
    {
        var altered = new List<string>();
        foreach (var (type, attribute, value) in SecretCorpus.OrdinaryAttributes)
        {
            var (name, text) = (JsonSerializer.Serialize(attribute), Json(value));
            foreach (var document in UnmarkedSecretTests.Generations(type, $$"""{{{name}}:{{text}}}"""))
            {
                var shown = Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(document), writer));
                if (!shown.Contains($"{name}:{text}", StringComparison.Ordinal))
                    altered.Add($"{type}.{attribute} = {value}");
            }
        }

        Assert.True(altered.Count == 0, string.Join('\n', altered.Distinct()));
    }

    [Fact]
    public void Every_form_of_the_table_is_one_that_can_be_found_and_each_has_a_name_of_its_own()
    {
        var forms = SecretIndex.Default.Forms;
        Assert.InRange(forms.Count, 200, 500);
        Assert.All(forms, form => Assert.InRange(form.Word.Length, 2, 40));
        Assert.Empty(forms.Where(form => form is TokenForm or VendorForm).GroupBy(form => form.Id).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    private static (string Text, IReadOnlyList<string> Secrets) Of(string name) => SecretCorpus.Forms.Single(form => form.Name == name) is var form ? (form.Text, form.Secrets) : default;

    private static string Json(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static void Nothing(IReadOnlyList<string> secrets, string shown) => Assert.All(secrets, secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));

    private static void Nothing(IReadOnlyList<string> secrets, IEnumerable<string?> shown) => Nothing(secrets, string.Join('\n', shown));
}
