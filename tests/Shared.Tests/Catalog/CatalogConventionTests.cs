using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>Rules that hold for every row, today's and tomorrow's.</summary>
public sealed partial class CatalogConventionTests
{
    [Fact]
    public void No_two_tools_share_a_name()
    {
        var tools = TerraformTools.All;
        Assert.Equal(tools.Count, tools.Select(tool => tool.Name).Distinct().Count());
        Assert.Equal(tools.Count, tools.Select(tool => tool.ShortName).Distinct().Count());
        Assert.Empty(tools.Select(tool => tool.Name).Intersect(tools.Select(tool => tool.ShortName)));
    }

    [Fact]
    public void No_two_tools_are_the_same_request() =>
        Assert.Empty(TerraformTools.All.GroupBy(tool => $"{tool.Verb} {tool.Path} {tool.Link} {tool.Report?.GetType().Name}").Where(group => group.Count() > 1).Select(group => group.Key));

    [Theory, ClassData(typeof(AllTools))]
    public void Names_fit_every_client(string name)
    {
        var tool = AllTools.Find(name);
        Assert.Matches("^[a-z][a-z0-9_]{0,63}$", tool.Name);
        Assert.Matches("^tfc_[a-z0-9_]{1,36}$", tool.ShortName);
        Assert.DoesNotContain("__", tool.Name + tool.ShortName, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Names_say_the_method(string name)
    {
        var tool = AllTools.Find(name);
        const string Product = "hashicorp_terraform_cloud_";
        Assert.StartsWith(
            tool.Method switch
            {
                ToolMethod.List => "list_all_" + Product,
                ToolMethod.Get => "get_single_" + Product,
                ToolMethod.Create => "create_a_" + Product,
                ToolMethod.Update => "update_a_" + Product,
                ToolMethod.Delete => "delete_a_" + Product,
                _ => Product,
            },
            tool.Name,
            StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Both_names_lead_to_the_tool(string name)
    {
        var tool = AllTools.Find(name);
        Assert.Same(tool, TerraformTools.Find(tool.Name, ToolNames.Canonical));
        Assert.Same(tool, TerraformTools.Find(tool.ShortName, ToolNames.Short));
        Assert.Null(TerraformTools.Find(tool.ShortName, ToolNames.Canonical));
    }

    [Theory, ClassData(typeof(AllTools))]
    public void GET_changes_nothing_and_nothing_else_is_a_read(string name)
    {
        var tool = AllTools.Find(name);
        Assert.True(Enum.IsDefined(tool.Effect));
        Assert.Equal(tool.Effect == Effect.Read, tool.Verb == HttpMethod.Get);
        Assert.Equal(tool.Effect == Effect.Read, tool.MethodGroup == "read");
        Assert.Equal(tool.Method is ToolMethod.List or ToolMethod.Get, tool.Effect == Effect.Read && tool.Method != ToolMethod.Custom);
    }

    [Theory, ClassData(typeof(AllTools))]
    public void The_path_and_its_arguments_agree(string name)
    {
        var tool = AllTools.Find(name);
        var placeholders = Placeholder().Matches(tool.Path).Select(match => match.Groups["name"].Value).ToArray();
        Assert.Equal(placeholders, tool.Arguments.TakeWhile(argument => argument.Place == ArgumentPlace.Path).Select(argument => argument.Name));
        Assert.Equal(placeholders.Length, tool.Arguments.Count(argument => argument.Place == ArgumentPlace.Path));
        Assert.All(tool.Arguments.Where(argument => argument.Place == ArgumentPlace.Path), argument => Assert.True(argument is { IsRequired: true, Form: not null }));
        Assert.DoesNotContain("id", placeholders);
        Assert.Matches("^(/\\.?[a-zA-Z0-9_.-]+|/\\{[a-z_]+\\})+(\\?token=audit-trails)?$", tool.Path);
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Arguments_are_named_once_and_described_briefly(string name)
    {
        var tool = AllTools.Find(name);
        var arguments = tool.Arguments.Concat(tool.Arguments.SelectMany(argument => argument.Members)).ToArray();
        Assert.All(arguments, argument => Assert.InRange(argument.Description.Length, 4, 100));
        Assert.Equal(tool.Arguments.Count, tool.Arguments.Select(argument => argument.Name).Distinct().Count());
        Assert.All(arguments, argument =>
        {
            Assert.Matches("^[a-z][a-z0-9_]*$", argument.Name);
            Assert.NotEmpty(argument.WireName);
            Assert.Equal(argument.Kind is JsonKind.Record or JsonKind.RecordList, argument.Members.Count > 0);
        });
    }

    [Theory, ClassData(typeof(AllTools))]
    public void A_body_is_either_JSON_API_or_not(string name)
    {
        var places = AllTools.Find(name).Arguments.Select(argument => argument.Place).ToHashSet();
        var bodies = new[]
        {
            places.Contains(ArgumentPlace.Attribute) || places.Contains(ArgumentPlace.Type) || places.Contains(ArgumentPlace.Relationship), places.Contains(ArgumentPlace.Root),
            places.Contains(ArgumentPlace.Identifiers), places.Contains(ArgumentPlace.Body),
        };
        Assert.InRange(bodies.Count(body => body), 0, AllTools.Find(name).Effect == Effect.Read ? 0 : 1);
        Assert.True(AllTools.Find(name).Effect != Effect.Read || !places.Contains(ArgumentPlace.Upload));
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Descriptions_are_sentences_of_at_most_200_characters(string name)
    {
        var tool = AllTools.Find(name);
        Assert.InRange(tool.Description.Length, 20, 200);
        Assert.EndsWith(".", tool.Description, StringComparison.Ordinal);
        Assert.Equal(tool.Description.Trim(), tool.Description);
        Assert.InRange(tool.Title.Length, 5, 60);
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Tags_are_areas_and_core(string name)
    {
        var tool = AllTools.Find(name);
        Assert.All(tool.Tags, tag => Assert.Matches("^[a-z][a-z-]*$", tag));
        Assert.Contains(tool.Tags, tag => tag != "core");
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Answers_with_rows_have_fields_and_others_say_what_comes_next(string name)
    {
        var tool = AllTools.Find(name);
        var isEmpty = tool.Shape == ResponseShape.NoContent;
        var hasRows = tool.Shape is ResponseShape.Single or ResponseShape.Collection;
        Assert.Equal(hasRows, tool.Arguments.Any(argument => argument.Name == "fields"));
        Assert.Equal(!hasRows, tool.DefaultFields.Count == 0);
        Assert.Equal(tool.IsPaged, tool.Arguments.Any(argument => argument.Name == "page_size"));
        Assert.Equal(tool.TakesCursor, tool.Arguments.Any(argument => argument is { Name: "cursor", Place: ArgumentPlace.Answer }));
        Assert.Equal(isEmpty && tool.Method == ToolMethod.Custom, tool.Next is not null);
        Assert.True(!tool.IsPaged || tool.Shape is ResponseShape.Collection or ResponseShape.Report);
        Assert.True(tool.Link is null || tool.HasContent);
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Default_fields_are_fields_of_the_resource(string name)
    {
        var tool = AllTools.Find(name);
        Assert.Equal(tool.DefaultFields.Count, tool.DefaultFields.Distinct().Count());
        Assert.All(tool.DefaultFields, field => Assert.Matches("^[a-z0-9_]+(\\.([a-z0-9_]+|\\*))*$", field));
        Assert.Empty(tool.DefaultFields.Select(field => KnownFields.Problem(tool.ResourceType, field, tool.Include)).OfType<string>());
        Assert.Empty(tool.Told.SelectMany(told => told.Reads).Where(field => !field.Contains('.', StringComparison.Ordinal)).Select(field => KnownFields.Problem(tool.ResourceType, field, tool.Include)).OfType<string>());
        Assert.All(tool.Include, relationship => Assert.Contains(tool.DefaultFields.Concat(tool.Told.SelectMany(told => told.Reads)), field => field.StartsWith(relationship + ".", StringComparison.Ordinal)));
        Assert.All(tool.Told.OfType<RelatedName>(), told => Assert.Equal(tool.DefaultFields.Contains(told.Name + "_id"), told.IsBesideId));
        Assert.Empty(tool.Told.Select(told => told.Name).Intersect(tool.DefaultFields.Select(field => field.Split('.')[0])));
    }

    [Fact]
    public void A_pre_signed_URL_is_no_default_field() =>
        Assert.DoesNotContain(TerraformTools.All.SelectMany(tool => tool.DefaultFields), field => field.EndsWith("_url", StringComparison.Ordinal));

    [GeneratedRegex("\\{(?<name>[^}]*)\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
