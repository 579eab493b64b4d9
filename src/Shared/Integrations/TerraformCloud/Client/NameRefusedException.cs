namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>A name that was given for an id is nobody's, or not one's alone. Nothing was sent but the look-up.</summary>
/// <param name="answer">What is answered.</param>
internal sealed class NameRefusedException(ReadOnlyMemory<byte> answer) : Exception
{
    /// <summary>What is answered.</summary>
    public ReadOnlyMemory<byte> Answer { get; } = answer;
}
