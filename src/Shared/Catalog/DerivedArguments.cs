using ServerlessMcp.Scope;

namespace ServerlessMcp.Catalog;

/// <summary>The arguments that no row writes: the path's placeholders, paging, <c>fields</c> and what follows from them.</summary>
internal static class DerivedArguments
{
    /// <summary>Rows on a page where a call does not say how many: the API's own number.</summary>
    public const int DefaultPageSize = 20;

    /// <summary>Rows per page, at most what the API allows. Not a plain query argument: whoever builds the request puts it next to the page's number.</summary>
    public static readonly Argument PageSize = new()
    {
        Name = "page_size",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Integer,
        WireName = "page[size]",
        Minimum = 1,
        Maximum = 100,
        Description = "Default 20.",
    };

    /// <summary>The way to the next page; whoever handed it out reads it again.</summary>
    public static readonly Argument Cursor = new()
    {
        Name = "cursor",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Text,
        WireName = "cursor",
        Description = "next_cursor.",
    };

    /// <summary>Which fields are answered.</summary>
    public static readonly Argument Fields = new()
    {
        Name = "fields",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.TextList,
        WireName = "fields",
        Description = "Others; * for all.",
    };

    /// <summary>The end of a text, where errors are.</summary>
    public static readonly Argument Tail = new()
    {
        Name = "tail",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Integer,
        WireName = "tail",
        Minimum = 1,
        Maximum = 1000,
        Description = "Last lines only.",
    };

    /// <summary>How long to wait for what a <see cref="WaitFor"/> says. Below the 30 s that clients and gateways commonly wait.</summary>
    public static readonly Argument WaitSeconds = new()
    {
        Name = "wait_seconds",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Integer,
        WireName = "wait_seconds",
        Minimum = 0,
        Maximum = 20,
        Description = "Wait until it needs you or ends.",
    };

    /// <summary>The lines of a log that matter.</summary>
    public static readonly Argument Grep = new()
    {
        Name = "grep",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Text,
        WireName = "grep",
        Description = "Only lines that match this expression, case aside.",
    };

    /// <summary>Their neighbours.</summary>
    public static readonly Argument Context = new()
    {
        Name = "context",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Integer,
        WireName = "context",
        Minimum = 0,
        Maximum = 50,
        Description = "Lines around each match. Default 2.",
    };

    /// <summary>One file of an archive.</summary>
    public static readonly Argument File = new()
    {
        Name = "file",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Text,
        WireName = "file",
        Description = "One file to read. Default: list them.",
    };

    /// <summary>The relationships that the fields asked for lie behind; <see cref="Including"/> fills it in.</summary>
    public static readonly Argument Include = new()
    {
        Name = "include",
        Place = ArgumentPlace.Query,
        Kind = JsonKind.TextList,
        WireName = "include",
        IsDerived = true,
        Description = "What fields lie behind.",
    };

    /// <summary>What has to be included for these fields: of each the longest relationship that it begins with.</summary>
    public static IEnumerable<string> Including(ToolDefinition tool, IEnumerable<string> fields) => fields
        .Select(field => tool.Includable
            .Where(relationship => field.Length > relationship.Length && field[relationship.Length] == '.'
                && field.StartsWith(relationship.Replace('-', '_'), StringComparison.Ordinal))
            .MaxBy(relationship => relationship.Length))
        .OfType<string>()
        .Distinct();

    /// <summary>The row with all its arguments.</summary>
    public static ToolDefinition Complete(ToolDefinition row)
    {
        List<Argument> arguments = [.. OfPath(row), .. row.Arguments];
        if (row.IsPaged)
        {
            arguments.Add(PageSize);
        }

        if (row.TakesCursor && row.Shape is (ResponseShape.Text or ResponseShape.Log))
        {
            arguments.Add(Tail);
        }

        if (row is { Shape: ResponseShape.Log, Link: not null })
        {
            arguments.Add(Grep);
            arguments.Add(Context);
        }

        if (row.Shape == ResponseShape.Archive)
        {
            arguments.Add(File);
        }

        if (row.TakesCursor)
        {
            arguments.Add(Cursor);
        }

        if (row.Wait != WaitFor.Nothing)
        {
            arguments.Add(WaitSeconds);
        }

        if (row.Shape is ResponseShape.Single or ResponseShape.Collection)
        {
            arguments.Add(Fields);
        }

        if (row.Includable.Count > 0)
        {
            arguments.Add(Include);
        }

        var complete = row with { Arguments = arguments.ToArray() };
        return ToolScope.Of(complete).Reach == ToolReach.Organization ? complete : complete with { Arguments = [.. arguments, .. Proofs(arguments)] };
    }

    // Some ids can't be traced to their workspace by themselves; under a scope the caller names what they are of. Where the row has that already, nothing is added.
    private static Argument[] Proofs(List<Argument> arguments) =>
        [.. arguments
            .Select(argument => ArgumentRoles.Of(argument).Rule?.Proofs ?? [])
            .Where(proofs => !proofs.Any(proof => arguments.Any(argument => argument.Name == proof.Argument)))
            .SelectMany(proofs => proofs)
            .DistinctBy(proof => proof.Argument)
            .Select(proof => new Argument
            {
                Name = proof.Argument,
                Place = ArgumentPlace.Answer,
                Kind = JsonKind.Text,
                WireName = proof.Argument,
                IsProof = true,
                Description = $"{ArgumentForms.Describe(proof.Argument)} that it is of.",
            })];

    private static IEnumerable<Argument> OfPath(ToolDefinition row)
    {
        var path = row.Path;
        for (var open = path.IndexOf('{', StringComparison.Ordinal); open >= 0; open = path.IndexOf('{', open + 1))
        {
            var name = path[(open + 1)..path.IndexOf('}', open)];
            var other = row.RunPath is not null && path.IndexOf('{', open + 1) < 0 ? "run_id" : null;
            yield return new()
            {
                Name = name,
                Place = ArgumentPlace.Path,
                Kind = JsonKind.Text,
                WireName = name,
                IsRequired = true,
                OrId = other,
                Description = ArgumentForms.Describe(name, other),
            };
        }
    }
}
