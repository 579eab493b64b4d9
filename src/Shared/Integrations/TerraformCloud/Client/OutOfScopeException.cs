namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Something is not proven to lie in the scope. Whether it lies outside, does not exist, or can't be traced is not in
/// it: nobody may learn the difference.
/// </summary>
/// <param name="argument">The argument that named it; null for none.</param>
internal sealed class OutOfScopeException(string? argument) : Exception
{
    /// <summary>The argument that named it; null where a report asked for it, or where none was given.</summary>
    public string? Argument { get; } = argument;
}
