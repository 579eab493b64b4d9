namespace ServerlessMcp.Sandbox.Runs;

/// <summary>An error Terraform prints and stops for.</summary>
internal sealed record Diagnostic(string Summary, string Detail, string Address)
{
    /// <summary>The file and line, where it is not a variable that is missing.</summary>
    public string? Place { get; init; }
}
