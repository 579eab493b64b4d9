namespace ServerlessMcp.Infra.Tests.Bicep;

/// <summary>What a compiler would say of names: every one is declared, every one is used, and modules get what they ask for.</summary>
internal static class BicepNames
{
    // Namespaces and types that stand as identifiers.
    private static readonly string[] BuiltIn = ["string", "int", "bool", "object", "array", "resourceGroup", "subscription", "az", "sys"];

    public static IEnumerable<string> Complaints(BicepFile file, IReadOnlyList<BicepFile> all)
    {
        string[] declared = [.. file.Types, .. file.Parameters.Select(one => one.Name), .. file.Variables.Select(one => one.Name), .. file.Resources.Select(one => one.Name), .. file.Modules.Select(one => one.Name)];
        foreach (var name in file.Uses.Except(declared).Except(file.LoopNames).Except(BuiltIn))
            yield return $"{file.Name}: {name} is not declared";
        foreach (var name in file.Types.Concat(file.Parameters.Select(one => one.Name)).Concat(file.Variables.Select(one => one.Name)).Except(file.Uses))
            yield return $"{file.Name}: {name} is not used";
        foreach (var name in declared.GroupBy(name => name).Where(same => same.Count() > 1))
            yield return $"{file.Name}: {name.Key} is declared twice";
        foreach (var module in file.Modules)
        {
            var path = Path.GetFullPath(module.Path, Path.GetDirectoryName(file.Path)!);
            if (all.FirstOrDefault(one => one.Path == path) is not { } target)
            {
                yield return $"{file.Name}: {module.Path} does not exist";
                continue;
            }

            var given = module.Properties.Keys.Where(key => key.StartsWith("params.", StringComparison.Ordinal)).Select(key => key["params.".Length..]).ToList();
            foreach (var name in given.Except(target.Parameters.Select(one => one.Name)))
                yield return $"{file.Name}: {module.Path} has no param {name}";
            foreach (var name in target.Parameters.Where(one => !one.HasDefault).Select(one => one.Name).Except(given))
                yield return $"{file.Name}: {module.Path} needs param {name}";
            var prefix = $"{module.Name}.outputs.";
            foreach (var member in file.Members.Where(member => member.StartsWith(prefix, StringComparison.Ordinal)))
            {
                if (target.Outputs.All(output => output.Name != member[prefix.Length..].Split('.')[0]))
                    yield return $"{file.Name}: {module.Path} has no output {member[prefix.Length..]}";
            }
        }
    }
}
