using System.Globalization;
using System.Text;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Judge;

/// <summary>A value of a configuration, nested as it comes, that can become another one: elements come, go and change places, members too.</summary>
internal sealed class GeneratedValue
{
    // What has to be quoted in a path, and what must not be taken for the language's own.
    private static readonly string[] Keys = ["name", "a b", "kubernetes.io/role", "x\"y", "é", "${z}", "two  spaces", "me@here", "n0", "back\\slash"];

    private string? expression;
    private List<GeneratedValue>? elements;
    private Dictionary<string, GeneratedValue>? members;
    private bool isSet;

    /// <summary>Makes one.</summary>
    /// <param name="random">What decides.</param>
    /// <param name="depth">How many levels it may have.</param>
    /// <param name="others">Expressions that are leaves as well: of a secret, of what is not known yet.</param>
    public static GeneratedValue Of(Random random, int depth, string[] others)
    {
        switch (depth == 0 ? 0 : random.Next(5))
        {
            case 1 or 2:
                return Object(random, depth, others);
            case 3:
                return new() { elements = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Of(random, depth - 1, others))] };
            case 4:
                return new() { isSet = true, elements = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new GeneratedValue { expression = Text(random) })] };
            default:
                return new() { expression = Leaf(random, others) };
        }
    }

    /// <summary>An object, with at least these as its members.</summary>
    public static GeneratedValue Object(Random random, int depth, string[] others)
    {
        var made = new GeneratedValue { members = [] };
        foreach (var index in Enumerable.Range(0, random.Next(1, 5)))
        {
            made.members[Keys[random.Next(Keys.Length)]] = Of(random, depth - 1, others);
        }

        foreach (var (index, other) in others.Index())
        {
            made.members["other" + index.ToString(CultureInfo.InvariantCulture)] = random.Next(2) == 0 ? new() { expression = other } : new() { elements = [new() { expression = "\"beside\"" }, new() { expression = other }] };
        }

        return made;
    }

    /// <summary>Another value, made of this one.</summary>
    public GeneratedValue Changed(Random random, string[] others)
    {
        if (members is not null)
        {
            var changed = members.Where(_ => random.Next(8) > 0).ToDictionary(member => member.Key, member => random.Next(3) == 0 ? member.Value.Changed(random, others) : member.Value);
            if (random.Next(3) == 0)
            {
                changed[Keys[random.Next(Keys.Length)]] = Of(random, 1, others);
            }

            return new() { members = changed };
        }

        if (elements is not null)
        {
            List<GeneratedValue> changed = [.. elements.Where(_ => random.Next(5) > 0).Select(element => random.Next(4) > 0 ? element : isSet ? new() { expression = Text(random) } : element.Changed(random, others))];
            if (random.Next(2) == 0)
            {
                changed.Insert(random.Next(changed.Count + 1), new() { expression = isSet ? Text(random) : Leaf(random, others) });
            }

            if (random.Next(3) == 0)
            {
                changed.Reverse();
            }

            return new() { isSet = isSet, elements = changed };
        }

        return random.Next(4) == 0 ? Of(random, 1, others) : new() { expression = Leaf(random, others) };
    }

    /// <summary>It in Terraform's language.</summary>
    public override string ToString()
    {
        if (members is not null)
        {
            return $"{{ {string.Join(", ", members.Select(member => $"{Quoted(member.Key)} = {member.Value}"))} }}";
        }

        if (elements is null)
        {
            return expression!;
        }

        // A set of nothing has no type.
        var list = $"[{string.Join(", ", elements)}]";
        return isSet && elements.Count > 0 ? $"toset([for one in {list} : tostring(one)])" : list;
    }

    /// <summary>A text in Terraform's language.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '$' => "$",
                _ => rune.ToString(),
            });
        }

        return quoted.Append('"').Replace("${", "$${").ToString();
    }

    private static string Leaf(Random random, string[] others) => random.Next(8) switch
    {
        0 => random.Next(100).ToString(CultureInfo.InvariantCulture),
        1 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(100)}.5"),
        2 => random.Next(2) == 0 ? "true" : "false",
        3 => "null",
        4 when others.Length > 0 => others[random.Next(others.Length)],
        5 => Quoted(new string((char)('a' + random.Next(26)), 400) + random.Next(9).ToString(CultureInfo.InvariantCulture)),
        _ => Text(random),
    };

    private static string Text(Random random) => Quoted($"{Keys[random.Next(Keys.Length)]}-{random.Next(6).ToString(CultureInfo.InvariantCulture)}");
}
