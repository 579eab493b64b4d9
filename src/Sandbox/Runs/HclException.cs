namespace ServerlessMcp.Sandbox.Runs;

/// <summary>Terraform code the sandbox cannot read: wrong, or beyond the small part of the language it knows.</summary>
internal sealed class HclException(string message, string file, int line) : Exception(message)
{
    public Diagnostic Diagnostic { get; } = new("Unsupported configuration", message, "")
    { Place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file} line {line}") };
}
