namespace ServerlessMcp.Sandbox;

/// <summary>An error Terraform prints and stops for.</summary>
internal sealed record Diagnostic(string Summary, string Detail, string Address);
