using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Scope;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>A row with what no row writes: the arguments of its path, paging, <c>fields</c> and what follows from them,
/// its title, and how far it reaches.</summary>
internal static class CompleteRow
{
    /// <summary>The row with all its arguments.</summary>
    public static TerraformTool Of(TerraformTool row)
    {
        List<Argument> arguments = [.. OfPath(row), .. row.Arguments];
        if (row.IsPaged)
        {
            arguments.Add(DerivedArguments.PageSize);
        }

        if (row.TakesCursor && row.Shape is (ResponseShape.Text or ResponseShape.Log))
        {
            arguments.Add(DerivedArguments.Tail);
        }

        if (row is { Shape: ResponseShape.Log, Link: not null })
        {
            arguments.Add(DerivedArguments.Grep);
            arguments.Add(DerivedArguments.Context);
        }

        if (row.Shape == ResponseShape.Archive)
        {
            arguments.Add(DerivedArguments.File);
        }

        if (row.TakesCursor)
        {
            arguments.Add(DerivedArguments.Cursor);
        }

        if (row.TakesWait)
        {
            arguments.Add(DerivedArguments.WaitSeconds);
        }

        if (row.Shape is ResponseShape.Single or ResponseShape.Collection)
        {
            arguments.Add(DerivedArguments.Fields);
        }

        if (row.Includable.Count > 0)
        {
            arguments.Add(IncludedFields.Argument);
        }

        var complete = Named(row, arguments);
        var reach = ToolScope.ReachOf(complete);
        if (reach != ToolReach.Organization && Proofs(arguments) is { Length: > 0 } proofs)
        {
            complete = Named(row, [.. arguments, .. proofs]);
            reach = ToolScope.ReachOf(complete);
        }

        return complete with { Reach = reach, Apart = row.Apart is TerraformTool apart ? Of(apart) : null };
    }

    private static TerraformTool Named(TerraformTool row, List<Argument> arguments) => row with
    {
        Arguments = arguments.ConvertAll(argument => Named(row, argument)),
    };

    // Of 4,000 arguments few are changed, and a start copies no other.
    private static Argument Named(TerraformTool row, Argument argument) =>
        NamedKind.TypeOf(row, argument) is { } type ? argument with { NameOf = type }
        : NamedKind.TypeOfRecords(row, argument) is { } each ? argument with
        {
            Members = [.. argument.Members.Select(member => member.Name == "id" ? member with { NameOf = each } : member)],
        }
        : IdFrom(row, argument) is { } from ? argument with { IdFrom = from } : argument;

    // Of what has no place in which a name could be looked up.
    private static string? IdFrom(TerraformTool row, Argument argument) => argument.Name switch
    {
        "variable_id" when row.Path == "/vars/{variable_id}" =>
            "the list of the workspace's variables answers it; by name take the tool that takes its workspace, too",
        "destination_project_id" => "a list of the other organization's projects answers it",
        _ => null,
    };

    // Some ids can't be traced to their workspace by themselves; under a scope the caller names what they are of. Where
    // the row has that already, nothing is added.
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

    private static IEnumerable<Argument> OfPath(TerraformTool row)
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
