using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// A member of a row that says in a word what several fields of the resource say, or a related one: a run's <c>can</c>
/// out of its <c>actions</c> and <c>permissions</c>. A tool's row names those that it has; they stand behind its default
/// fields. Without state: one instance serves all calls.
/// </summary>
/// <param name="Name">What it is called in the row.</param>
/// <param name="Reads">What it is made of, as fields; what lies behind a relationship has to be included.</param>
internal abstract record ToldMember(string Name, params IReadOnlyList<string> Reads)
{
    /// <summary>Whether the resource has a field of this name itself, which is what <c>fields</c> then asks for.</summary>
    public bool IsField { get; } = Reads.Any(read => read.Split('.')[0] == Name);

    /// <summary>Writes it with its name, or nothing where there is nothing to say.</summary>
    /// <param name="writer">Inside the row.</param>
    /// <param name="row">The resource.</param>
    /// <param name="included">What came along.</param>
    public abstract void Write(Utf8JsonWriter writer, ApiResource row, ApiResource[] included);
}
