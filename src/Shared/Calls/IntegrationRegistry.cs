using System.Collections.Frozen;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Calls;

/// <summary>The integrations that the host has registered, by name.</summary>
public sealed class IntegrationRegistry
{
    private readonly FrozenDictionary<string, IIntegration> byName;

    /// <summary>Those of a host.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public IntegrationRegistry(IEnumerable<IIntegration> integrations)
    {
        All = [.. integrations];
        byName = All.ToDictionary(one => one.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order they were registered; the first is what an account is of that names none.</summary>
    public IReadOnlyList<IIntegration> All { get; }

    /// <summary>The one of this name; null if the host has none.</summary>
    public IIntegration? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>That of an account.</summary>
    /// <exception cref="InvalidOperationException">The host has none of its name: the record is of another version of
    /// this product, and nothing is let through.</exception>
    public IIntegration Of(IntegratedAccount account) => Find(account.Integration)
        ?? throw new InvalidOperationException(
            $"Account {account.Id} is of {account.Integration}, and this host has {string.Join(", ", byName.Keys)}.");

    /// <summary>The tools of an account's integration.</summary>
    public ToolCatalog CatalogOf(IntegratedAccount account) => Of(account).Catalog;
}
