namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>An error of a field, with its code.</summary>
internal sealed class GraphQlException(string code, string message) : Exception(message)
{
    /// <summary>As <c>extensions.code</c> has it.</summary>
    public string Code { get; } = code;
}
