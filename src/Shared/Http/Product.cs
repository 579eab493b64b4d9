namespace ServerlessMcp.Http;

/// <summary>What the product calls itself, to MCP clients and to Terraform.</summary>
public static class Product
{
    /// <summary>The name for programs.</summary>
    public const string Name = "serverless-mcp";

    /// <summary>The name for people.</summary>
    public const string Title = "ServerlessMcp for Terraform";

    /// <summary>The version, as in <c>Directory.Build.props</c>.</summary>
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version!.ToString(3);
}
