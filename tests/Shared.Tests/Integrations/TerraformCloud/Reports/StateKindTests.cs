using System.Text;
using System.Text.Json;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using ServerlessMcp.Redaction;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>What is no state is told by what it is, never as a state without resources; and what a state file marks holds in each way in which it can be read.</summary>
public sealed class StateKindTests
{
    [Theory]
    [InlineData("""{"serial":7,"lineage":"l","meta":{"key_provider.pbkdf2.main":"e"},"encrypted_data":"c2VjcmV0","encryption_version":"v0"}""", "encrypted")]
    [InlineData("""{"version":4}""", "no list of resources")]
    [InlineData("""{"version":4,"resources":{}}""", "no list of resources")]
    [InlineData("""{"version":4,"terraform_version":"1.11.4","outputs":{"resources":[]}}""", "no list of resources")]
    [InlineData("""{"version":3}""", "no list of modules")]
    [InlineData("""{"version":5,"resources":[]}""", "(5)")]
    [InlineData("""{"version":0,"resources":[]}""", "(0)")]
    [InlineData("""{"version":"4","resources":[]}""", "not known")]
    [InlineData("""{"format_version":"1.2","planned_values":{},"resource_changes":[]}""", "plan")]
    [InlineData("""{"data":{"id":"sv-1"}}""", "no state")]
    [InlineData("""{"message":"please sign in"}""", "no state")]
    [InlineData("""{"format_version":"2.0","values":{"root_module":{}}}""", "format 2.0")]
    [InlineData("""{"version":"ENC[AES256_GCM,data:eA==]","resources":"ENC[AES256_GCM,data:eQ==]","sops":{"version":"3.8.1"}}""", "sops")]
    [InlineData("{}", "empty")]
    public async Task What_is_no_state_is_told_by_what_it_is(string document, string word)
    {
        var found = await Assert.ThrowsAsync<NoStateException>(() => DigestAsync(document));
        Assert.Contains(word, found.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sign in", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"l","outputs":{},"resources":[]}""")]
    [InlineData("""{"resources":[],"version":4}""")]
    [InlineData("""{"version":3,"modules":[{"path":["root"],"outputs":{},"resources":{}}]}""")]
    [InlineData("""{"format_version":"1.0"}""")]
    [InlineData("""{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}""")]
    public async Task A_state_that_says_that_it_has_no_resources_is_empty(string document) => Assert.Equal(0, (await DigestAsync(document)).Matching);

    /// <summary>The form of terraform show -json is read where there is one, because it has marks; one that has none is held to names, like a stored state.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData(""","sensitive_values":{}""", false)]
    [InlineData(""","sensitive_values":{"client_secret":true}""", true)]
    public async Task A_shown_state_without_marks_is_held_to_names(string marks, bool isWithheld)
    {
        var all = await AllAsync($$"""{"format_version":"0.2","values":{"root_module":{"resources":[{"address":"acme_app.a","mode":"managed","type":"acme_app","name":"a","values":{"client_secret":"mW8rQ2zL5kX1"}{{marks}} }]} } }""");
        Assert.Equal(isWithheld, !all.Contains("mW8rQ2zL5kX1", StringComparison.Ordinal));
    }

    /// <summary>Of an old state what is only deposed has no primary instance; it is deployed all the same.</summary>
    [Fact]
    public async Task What_an_old_state_has_only_deposed_counts() =>
        Assert.Equal(1, (await DigestAsync("""{"version":3,"modules":[{"path":["root"],"resources":{"aws_vpc.a":{"type":"aws_vpc","provider":"provider.aws","deposed":[{"id":"vpc-1"}]}}}]}""")).Matching);

    [Theory]
    [InlineData("""[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"value"}]""", """{"value":{"type":"SecureString","value":"typed-secret-one"},"type":["object",{"type":"string","value":"string"}]}""")]
    [InlineData("""[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"value"}]""", """{"value":{"type":"string","value":"typed-secret-one"},"type":["object",{"type":"string","value":"string"}]}""")]
    [InlineData("""[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"value"}]""", """{"type":"string","value":"typed-secret-one"}""")]
    [InlineData("""[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"value"}]""", """{"type":"secret","value":"typed-secret-one"}""")]
    [InlineData("""[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"value"},{"type":"get_attr","value":"value"}]""", """{"value":{"type":"number","value":{"type":"bool","value":"typed-secret-one"}},"type":"dynamic"}""")]
    [InlineData("""[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"env"},{"type":"index","value":{"value":1,"type":"number"}},{"type":"get_attr","value":"value"}]""", """{"value":{"env":[{"type":"plain","value":"open"},{"type":"secret","value":"typed-secret-one"}]},"type":["object",{"env":["tuple",[["object",{"type":"string","value":"string"}],["object",{"type":"string","value":"string"}]]]}]}""")]
    [InlineData("""[{"type":"get_attr","value":"input"}]""", """{"value":{"type":"string","value":"typed-secret-one"},"type":["object",{"type":"string","value":"string"}]}""")]
    public async Task Where_a_mark_can_be_read_two_ways_both_hold(string path, string input)
    {
        var state = $$"""{"version":4,"resources":[{"type":"terraform_data","name":"a","instances":[{"schema_version":0,"attributes":{"id":"x","input":{{input}},"output":{{input}} },"sensitive_attributes":[{{path}}]}]}]}""";
        Assert.DoesNotContain("typed-secret-one", await AllAsync(state), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_a_type_are_no_secrets_and_a_number_that_is_one_is_withheld_where_it_has_gone()
    {
        const string Input = """{"value":{"pin":73915,"flag":true,"words":["string","number"]},"type":["object",{"pin":"number","flag":"bool","words":["tuple",["string","string"]]}]}""";
        const string State = $$$"""
            {"version":4,"resources":[{"type":"terraform_data","name":"a","instances":[{"schema_version":0,"attributes":{"input":{{{Input}}},"output":{{{Input}}}},"sensitive_attributes":[[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"pin"}]]},
              {"schema_version":0,"attributes":{"input":{"value":"whole-secret","type":"string"},"names":["number","string"]},"sensitive_attributes":[[{"type":"get_attr","value":"input"}]]}]}]}
            """;
        var shown = Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(State), writer));
        Assert.DoesNotContain("73915", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("whole-secret", shown, StringComparison.Ordinal);
        Assert.Contains("""["object",{"pin":"number","flag":"bool","words":["tuple",["string","string"]]}]""", shown, StringComparison.Ordinal);
        Assert.Contains("""["number","string"]""", shown, StringComparison.Ordinal);
        var digest = await DigestAsync(State);
        Assert.Contains("""["number","string"]""", digest.Resources[1].Values!.Select(value => value.Value));
        Assert.Contains("\"flag\":true", digest.Resources[0].Values![1].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"k":"Z3Jh:{0}"}""")]
    [InlineData("""{"{0}":1}""")]
    [InlineData("""{"k":"{1}"}""")]
    [InlineData("""{"k":"dXNlcjp4{1}"}""")]
    [InlineData("""{"k":"{2}"}""")]
    [InlineData("""{"k":"x\nuser: {0}\ny"}""")]
    [InlineData("""{"k":"{\"password\":\"{0}\"}"}""")]
    public async Task A_secret_is_withheld_as_a_key_as_base64_and_within_other_texts(string copy)
    {
        const string Secret = "correct-horse-4711";
        var within = Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:{Secret}:x"));
        var output = copy.Replace("{0}", Secret, StringComparison.Ordinal).Replace("{1}", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), StringComparison.Ordinal).Replace("{2}", within, StringComparison.Ordinal);
        var state = $$"""{"version":4,"resources":[{"type":"a","name":"b","instances":[{"schema_version":0,"attributes":{"p":"{{Secret}}","m":{{output}} },"sensitive_attributes":[[{"type":"get_attr","value":"p"}]]}]}]}""";
        var shown = await AllAsync(state);
        foreach (var form in new[] { Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), within })
            Assert.DoesNotContain(form, shown, StringComparison.Ordinal);
    }

    private static async Task<string> AllAsync(string state) =>
        string.Join('\n', (await DigestAsync(state)).Resources.SelectMany(resource => resource.Values!).Select(value => value.Value)) + Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(state), writer));

    private static async Task<StateDigest> DigestAsync(string state)
    {
        await using var download = await Downloads.OfAsync(new MemoryStream(Encoding.UTF8.GetBytes(state)));
        return await StateReader.ReadAsync(download, new StateQuery { IncludeValues = true });
    }
}
