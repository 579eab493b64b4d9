namespace ServerlessMcp.Catalog;

/// <summary>A member of an account that its integration adds.</summary>
/// <param name="Name">As the API has it: <c>organization</c>.</param>
/// <param name="IsList">Whether it is a list of texts, and not one.</param>
/// <param name="Complaint">What is wrong with a value, or null: <c>a host name is needed</c>.</param>
/// <param name="MaxLength">The most characters of a text.</param>
/// <param name="IsRequired">Whether an account without it is refused.</param>
public sealed record AccountMember(
    string Name, bool IsList, Func<string, string?> Complaint, int MaxLength = 255, bool IsRequired = false);
