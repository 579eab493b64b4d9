namespace ServerlessMcp.Sandbox.Aws;

/// <summary>An error of AWS, with its code.</summary>
internal sealed class AwsRefusal(int status, string code, string message = "") : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Further elements beside the code.</summary>
    public IReadOnlyList<(string Name, string Value)> More { get; init; } = [];
}
