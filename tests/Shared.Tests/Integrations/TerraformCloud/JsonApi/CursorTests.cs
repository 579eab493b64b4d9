using System.Buffers.Text;
using System.Text;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using static ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi.Calls;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

public sealed class CursorTests
{
    private static readonly TerraformTool List = Tool(
        HttpMethod.Get,
        "/workspaces/{workspace_id}/runs",
        Argument(ArgumentPlace.Query, "status", "filter[status]", JsonKind.TextList),
        Argument(ArgumentPlace.Answer, "fields", kind: JsonKind.TextList),
        Argument(ArgumentPlace.Answer, "page_size", kind: JsonKind.Integer),
        Argument(ArgumentPlace.Answer, "cursor"));

    private const string Arguments = """{"workspace_id":"ws-1","status":["planned","ü & <b>"],"fields":["status"],"page_size":50}""";

    [Fact]
    public void A_cursor_is_the_whole_next_call()
    {
        var cursor = Cursor.Encode(List.With(Arguments), 2)!;
        Assert.True(Cursor.TryDecode(List, cursor, out var page, out var arguments));
        Assert.Equal(2, page);
        Assert.Equal(["workspace_id", "status", "fields", "page_size"], arguments.Keys);
        Assert.Equal(["planned", "ü & <b>"], arguments["status"].EnumerateArray().Select(value => value.GetString()!));
        Assert.Matches("^[A-Za-z0-9._-]+$", cursor);
    }

    [Fact]
    public void A_cursor_does_not_carry_the_one_before_it()
    {
        var first = Cursor.Encode(List.With(Arguments), 2)!;
        var second = Cursor.Encode(List.With(Arguments[..^1] + $$""","cursor":"{{first}}"}"""), 3)!;
        Assert.Equal(first.Length, second.Length);
    }

    [Fact]
    public void Another_tools_cursor_is_refused() =>
        Assert.False(Cursor.TryDecode(List with { ShortName = "tfc_other_list" }, Cursor.Encode(List.With(Arguments), 2)!, out _, out _));

    [Fact]
    public void Fields_that_do_not_fit_are_left_out_before_filters_are()
    {
        var many = string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"field_number_{i}\""));
        Assert.True(Cursor.TryDecode(List, Cursor.Encode(List.With($$"""{"workspace_id":"ws-1","fields":[{{many}}]}"""), 2)!, out _, out var arguments));
        Assert.Equal(["workspace_id"], arguments.Keys);
        Assert.Null(Cursor.Encode(List.With($$"""{"workspace_id":"ws-1","status":[{{many}}]}"""), 2));
    }

    [Fact]
    public void A_call_that_says_nothing_of_its_own_has_a_short_cursor()
    {
        var list = Tool(HttpMethod.Get, "/organizations/{organization_name}/things", Argument(ArgumentPlace.Answer, "page_size", kind: JsonKind.Integer)) with { IsPaged = true };
        list = list with { Arguments = [.. list.Arguments.Select(argument => argument.Place == ArgumentPlace.Path ? argument.Required() : argument)] };
        list = (TerraformTool)new ToolCatalog("test", [list], form: TerraformForm.Form).All[0];
        var call = new Dictionary<string, System.Text.Json.JsonElement> { ["page_size"] = System.Text.Json.JsonElement.Parse("20") };
        Assert.Matches(@"^2\.[A-Za-z0-9_-]{4}$", Cursor.Encode(ArgumentReader.Read(list, call, "acme-corp").Arguments!, 2));
        Assert.Matches(@"^2\.[A-Za-z0-9_-]{4}\.[A-Za-z0-9_-]+$", Cursor.Encode(list.With("""{"organization_name":"other","page_size":20}"""), 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage!")]
    [InlineData("2")]
    [InlineData("2.")]
    [InlineData("2.{tool}.")]
    [InlineData("1.{tool}")]
    [InlineData("0.{tool}")]
    [InlineData("-5.{tool}")]
    [InlineData("+2.{tool}")]
    [InlineData("1000001.{tool}")]
    [InlineData("99999999999.{tool}")]
    [InlineData("2.5.{tool}")]
    [InlineData("x.{tool}")]
    [InlineData("2.{tool}.{}.{}")]
    [InlineData("2.{tool}.!")]
    public void Garbage_is_refused(string text) => AssertRefused(text.Replace("{tool}", Mark, StringComparison.Ordinal));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{} more""")]
    [InlineData("""{"unknown":1}""")]
    [InlineData("""{"cursor":"x"}""")]
    [InlineData("""{"status":1,"status":2}""")]
    [InlineData("""{"status":"\ud800"}""", true)]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"status":[[[[[[[[[[]]]]]]]]]]}""")]
    public void Arguments_that_are_none_are_refused(string json, bool isLeftToTheCheckOfArguments = false)
    {
        var text = $"2.{Mark}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json))}";
        if (isLeftToTheCheckOfArguments)
            Assert.True(Cursor.TryDecode(List, text, out _, out _));
        else
            AssertRefused(text);
    }

    [Fact]
    public void A_cursor_longer_than_any_of_ours_is_refused() =>
        AssertRefused($"2.{Mark}." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"status":"{{new string('x', 2000)}}"}""")));

    [Fact]
    public void No_change_to_a_cursor_makes_decoding_throw()
    {
        var random = new Random(20);
        var cursor = Cursor.Encode(List.With(Arguments), 2)!;
        for (var i = 0; i < 5000; i++)
        {
            var text = cursor.ToCharArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                text[random.Next(text.Length)] = (char)random.Next(32, 300);
            if (Cursor.TryDecode(List, new string(text)[..random.Next(text.Length + 1)], out var page, out _))
                Assert.InRange(page, 2, Cursor.MaxPage);
            var bytes = Base64Url.DecodeFromChars(cursor.Split('.')[2]);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Cursor.TryDecode(List, $"2.{Mark}.{Base64Url.EncodeToString(bytes)}", out _, out _);
        }
    }

    private static string Mark => Cursor.Encode(List.With(Arguments), 2)!.Split('.')[1];

    private static void AssertRefused(string text)
    {
        Assert.False(Cursor.TryDecode(List, text, out var page, out var arguments));
        Assert.Equal(0, page);
        Assert.Empty(arguments);
    }
}
