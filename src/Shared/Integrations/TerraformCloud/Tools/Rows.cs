using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>
/// The words that rows are written with (<c>using static</c>). A row names what can't be derived;
/// <see cref="ToolCatalog"/> adds the path's arguments, paging and <c>fields</c>. Where a call may do more than one
/// thing to the world, <see cref="Effect"/> is an argument without a default.
/// </summary>
internal static class Rows
{
    /// <summary>Many resources. Paged, unless the row says <c>IsPaged = false</c>.</summary>
    public static TerraformTool List(
        string name, string path, string resourceType, IReadOnlyList<string> tags, string description) =>
        Row(name, ToolMethod.List, HttpMethod.Get, path, resourceType, Effect.Read, tags, description) with
        {
            Shape = ResponseShape.Collection,
            IsPaged = true,
        };

    /// <summary>One resource.</summary>
    public static TerraformTool Get(
        string name, string path, string resourceType, IReadOnlyList<string> tags, string description) =>
        Row(name, ToolMethod.Get, HttpMethod.Get, path, resourceType, Effect.Read, tags, description);

    /// <summary>A GET that is neither a list nor a resource of its own. It belongs to <c>read</c>, because it changes
    /// nothing.</summary>
    public static TerraformTool Read(
        string name, string path, string resourceType, IReadOnlyList<string> tags, string description) =>
        Row(name, ToolMethod.Custom, HttpMethod.Get, path, resourceType, Effect.Read, tags, description);

    /// <summary>A new resource.</summary>
    public static TerraformTool Create(
        string name, string path, string resourceType, Effect effect, IReadOnlyList<string> tags, string description) =>
        Row(name, ToolMethod.Create, HttpMethod.Post, path, resourceType, effect, tags, description);

    /// <summary>Attributes of an existing resource: those that are given change, the others stay.</summary>
    public static TerraformTool Update(
        string name, string path, string resourceType, Effect effect, IReadOnlyList<string> tags, string description) =>
        Row(name, ToolMethod.Update, HttpMethod.Patch, path, resourceType, effect, tags, description)
        with
        { IsIdempotent = true };

    /// <summary>The end of a resource. It always destroys, and the answer is empty.</summary>
    public static TerraformTool Delete(
        string name, string path, string resourceType, IReadOnlyList<string> tags, string description) =>
        Row(name, ToolMethod.Delete, HttpMethod.Delete, path, resourceType, Effect.Destroy, tags, description)
        with
        { Shape = ResponseShape.NoContent };

    /// <summary>
    /// What a resource's pre-signed URL leads to (<c>log-read-url</c>): the resource is read, then what stands behind
    /// the URL. Whoever has the URL has what it leads to, so it is not answered itself.
    /// </summary>
    public static TerraformTool ReadLink(
        string name, string path, string link, string resourceType, ResponseShape shape, IReadOnlyList<string> tags,
        string description) =>
        Read(name, path, resourceType, tags, description) with { Link = link, Shape = shape };

    /// <summary>A document, log or archive that a GET answers, directly or by a redirect.</summary>
    public static TerraformTool ReadContent(
        string name, string path, string resourceType, ResponseShape shape, IReadOnlyList<string> tags,
        string description) =>
        Read(name, path, resourceType, tags, description) with { Shape = shape };

    /// <summary>
    /// What is read with several requests, or made of a long document. <paramref name="path"/> is where the first of
    /// them goes, and gives the path's arguments. It is paged only if the row says <c>IsPaged = true</c>; the report
    /// then cuts its own pages.
    /// </summary>
    public static TerraformTool Report(
        string name, string path, string resourceType, IToolReport report, IReadOnlyList<string> tags, string description) =>
        Read(name, path, resourceType, tags, description) with { Shape = ResponseShape.Report, Report = report };

    /// <summary>Any other verb. An answer of 202 or 204 is <c>Shape = ResponseShape.NoContent</c>, and then
    /// <see cref="TerraformTool.Next"/> says how to go on.</summary>
    public static TerraformTool Action(
        string name, HttpMethod verb, string path, string resourceType, Effect effect, IReadOnlyList<string> tags,
        string description) =>
        Row(name, ToolMethod.Custom, verb, path, resourceType, effect, tags, description);

    /// <summary>An argument in the query string (<c>filter[status]</c>).</summary>
    public static Argument Query(string name, string wireName, JsonKind kind, string description) =>
        new() { Name = name, Place = ArgumentPlace.Query, Kind = kind, WireName = wireName, Description = description };

    /// <summary>An argument that is not sent: it chooses what is answered, and how.</summary>
    public static Argument Answer(string name, JsonKind kind, string description) =>
        new() { Name = name, Place = ArgumentPlace.Answer, Kind = kind, WireName = name, Description = description };

    /// <summary>An attribute, called the same upstream, in kebab-case.</summary>
    public static Argument Attribute(string name, JsonKind kind, string description) =>
        Attribute(name, Kebab(name), kind, description);

    /// <summary>An attribute that the upstream calls something else; a dot nests (<c>vcs-repo.branch</c>).</summary>
    public static Argument Attribute(string name, string wireName, JsonKind kind, string description) =>
        new() { Name = name, Place = ArgumentPlace.Attribute, Kind = kind, WireName = wireName, Description = description };

    /// <summary>A key of the objects of a <see cref="JsonKind.Record"/> or <see cref="JsonKind.RecordList"/>.</summary>
    public static Argument Member(string name, JsonKind kind, string description) => Attribute(name, kind, description);

    /// <summary>Settings as a creation takes them: the booleans named are true unless it says otherwise. An update
    /// changes only what it is given.</summary>
    public static IEnumerable<Argument> TrueByDefault(IEnumerable<Argument> settings, params string[] names) =>
        ByDefault(settings, "true", names);

    /// <summary>The same arguments, all but those of these names rare: see <see cref="Argument.IsRare"/>.</summary>
    public static IEnumerable<Argument> RareBut(IEnumerable<Argument> settings, params string[] names) =>
        settings.Select(setting => names.Contains(setting.Name) ? setting : setting.Rare());

    /// <summary>The same arguments, those of these names with this default: what creating takes for them and updating
    /// leaves alone.</summary>
    public static IEnumerable<Argument> ByDefault(IEnumerable<Argument> settings, string value, params string[] names) =>
        settings.Select(setting => names.Contains(setting.Name)
            ? setting with { Description = $"{setting.Description} Default {value}." } : setting);

    /// <summary>A relationship: <c>workspace_id</c> sets <c>workspace</c>, <c>workspace_ids</c> sets <c>workspaces</c>
    /// to several.</summary>
    public static Argument Relationship(string name, string resourceType, string description)
    {
        var many = name.EndsWith("_ids", StringComparison.Ordinal);
        return new()
        {
            Name = name,
            Place = ArgumentPlace.Relationship,
            Kind = many ? JsonKind.TextList : JsonKind.Text,
            WireName = Kebab(many ? name[..^"_ids".Length] + "s" : name[..^"_id".Length]),
            ResourceType = resourceType,
            Description = description,
        };
    }

    /// <summary>A relationship to resources that are made with this one, or named by their attributes: a member
    /// <c>id</c> is the id, the others are attributes.</summary>
    public static Argument Related(
        string name, string relationship, string resourceType, string description, params Argument[] members) => new()
        {
            Name = name,
            Place = ArgumentPlace.Relationship,
            Kind = JsonKind.RecordList,
            WireName = relationship,
            ResourceType = resourceType,
            Description = description,
            Members = members,
        };

    /// <summary>A key at the root of a body that is not JSON:API (<c>{"reason":"…"}</c>).</summary>
    public static Argument Root(string name, JsonKind kind, string description) =>
        new() { Name = name, Place = ArgumentPlace.Root, Kind = kind, WireName = name, Description = description };

    /// <summary>The resources that a relationship endpoint adds, removes or sets.</summary>
    public static Argument Identifiers(string name, string resourceType, string description) =>
        new()
        {
            Name = name,
            Place = ArgumentPlace.Identifiers,
            Kind = JsonKind.TextList,
            WireName = "data",
            ResourceType = resourceType,
            Description = description,
        };

    /// <summary>The type of the resource in the body, where the caller chooses it.</summary>
    public static Argument Type(string name, string description, params string[] types) =>
        new()
        {
            Name = name,
            Place = ArgumentPlace.Type,
            Kind = JsonKind.Text,
            WireName = "type",
            Description = description,
            AllowedValues = types,
            IsRequired = true
        };

    /// <summary>A part of the body that is the same on every call: an entry of <see cref="TerraformTool.Constants"/>.</summary>
    public static Argument Constant(ArgumentPlace place, string wireName, string json) => new()
    {
        Name = wireName,
        Place = place,
        Kind = JsonKind.Text,
        WireName = wireName,
        Description = "",
        Constant = System.Text.Json.JsonElement.Parse(json),
    };

    /// <summary>
    /// Several records in the query: <paramref name="template"/> says how one becomes a parameter. <c>#</c> is its
    /// position, a member in braces its value: <c>filter[#][{field}][{operator}][0]={value}</c>.
    /// </summary>
    public static Argument QueryRecords(string name, string template, string description, params Argument[] members) =>
        new()
        {
            Name = name,
            Place = ArgumentPlace.Query,
            Kind = JsonKind.RecordList,
            WireName = template,
            Description = description,
            Members = members
        };

    /// <summary>
    /// Resources with their attributes, as bulk endpoints take them: <c>data</c> is an array, the member <c>id</c> is
    /// each one's id. Also tags, which have attributes only.
    /// </summary>
    public static Argument Resources(string name, string resourceType, string description, params Argument[] members) =>
        Identifiers(name, resourceType, description) with { Kind = JsonKind.RecordList, Members = members };

    /// <summary>The request's body, which is no JSON: code, for example. <see cref="Argument.Base64"/> for what is not
    /// text.</summary>
    public static Argument Body(string name, string description) =>
        new() { Name = name, Place = ArgumentPlace.Body, Kind = JsonKind.Text, WireName = name, Description = description };

    /// <summary>A text for the pre-signed URL that the answered resource has under <paramref name="link"/>.
    /// <see cref="Argument.Base64"/> for what is not text.</summary>
    public static Argument Upload(string name, string link, string description) =>
        new() { Name = name, Place = ArgumentPlace.Upload, Kind = JsonKind.Text, WireName = link, Description = description };

    /// <summary>Files (path: text) that are packed into a tar.gz for that URL. A model can't make an archive, but it
    /// can write files.</summary>
    public static Argument UploadFiles(string name, string link, string description) =>
        new()
        {
            Name = name,
            Place = ArgumentPlace.Upload,
            Kind = JsonKind.TextMap,
            WireName = link,
            Encoding = ArgumentEncoding.Files,
            Description = description
        };

    /// <summary>These rows, as tools of HCP Terraform only.</summary>
    public static IReadOnlyList<TerraformTool> HcpOnly(IEnumerable<TerraformTool> rows) =>
        [.. rows.Select(row => row with { Availability = Availability.HcpOnly })];

    /// <summary>These rows, as tools of Terraform Enterprise only.</summary>
    public static IReadOnlyList<TerraformTool> EnterpriseOnly(IEnumerable<TerraformTool> rows) =>
        [.. rows.Select(row => row with { Availability = Availability.EnterpriseOnly })];

    private static TerraformTool Row(
        string name, ToolMethod method, HttpMethod verb, string path, string resourceType, Effect effect,
        IReadOnlyList<string> tags, string description) =>
        new()
        {
            Name = name,
            ShortName = ToolShortName.Of(name),
            Method = method,
            Verb = verb,
            Path = path,
            ResourceType = resourceType,
            Effect = effect,
            Tags = tags,
            Description = description,
            Shape = ResponseShape.Single,
            IsIdempotent = verb == HttpMethod.Get || verb == HttpMethod.Put || verb == HttpMethod.Delete,
        };

    private static string Kebab(string name) => name.Replace('_', '-');
}
