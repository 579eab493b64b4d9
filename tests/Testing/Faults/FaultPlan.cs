using System.Collections.Immutable;

namespace ServerlessMcp.Testing.Faults;

/// <summary>Which requests go wrong, and how. Rules are tried in the order they were made; the first that fits decides.
/// Safe to change while requests come in.</summary>
public sealed class FaultPlan
{
    private ImmutableList<FaultRule> rules = [];

    /// <summary>Begins a rule for a method (<c>*</c> for any) and a path, exact or with <c>*</c> for any characters:
    /// <c>On("GET", "/api/v2/runs/*").Status(500)</c>.</summary>
    public FaultRule On(string method, string path)
    {
        var rule = new FaultRule(method, path);
        ImmutableInterlocked.Update(ref rules, list => list.Add(rule));
        return rule;
    }

    /// <summary>Begins a rule for every method.</summary>
    public FaultRule On(string path) => On("*", path);

    /// <summary>Everything works again.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref rules, _ => []);

    internal FaultRule? Match(string method, string path) => rules.Find(rule => rule.Take(method, path));
}
