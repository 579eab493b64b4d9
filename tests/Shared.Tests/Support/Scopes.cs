using ServerlessMcp.Accounts;

namespace ServerlessMcp.Tests.Support;

/// <summary>Scopes of one member.</summary>
internal static class Scopes
{
    public static AccessScope Of(string member, params string[] entries) => new(new Dictionary<string, IReadOnlyList<string>> { [member] = entries });
}
