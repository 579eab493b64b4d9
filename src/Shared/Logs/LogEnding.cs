namespace ServerlessMcp.Logs;

/// <summary>How a log ends that does not end by an error which Terraform prints as one.</summary>
/// <param name="Kind"><see cref="Crashed"/>, <see cref="Killed"/>, <see cref="SetupFailed"/>, <see cref="InitFailed"/>,
/// <see cref="OperationFailed"/>, or <see cref="Unknown"/>.</param>
/// <param name="Text">The line that says so, or the last lines that say something; at most <see cref="MaxLength"/>
/// characters, safe to show.</param>
internal sealed record LogEnding(string Kind, string Text)
{
    /// <summary>Terraform or a provider crashed: the text is the panic's own line.</summary>
    public const string Crashed = "crashed";

    /// <summary>Something ended the process from outside, mostly for want of memory.</summary>
    public const string Killed = "killed";

    /// <summary>The worker could not make ready what Terraform needs: configuration, variables, Terraform itself.</summary>
    public const string SetupFailed = "setup_failed";

    /// <summary><c>terraform init</c> failed: providers, modules or the backend.</summary>
    public const string InitFailed = "init_failed";

    /// <summary>The wrapper around Terraform says that it failed, and no more.</summary>
    public const string OperationFailed = "operation_failed";

    /// <summary>Nothing says how it ended; the text is the last lines.</summary>
    public const string Unknown = "unknown";

    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 600;

    /// <summary>Writes the member <c>ending: {kind, text}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject("ending"u8);
        writer.WriteString("kind"u8, Kind);
        writer.WriteString("text"u8, Text);
        writer.WriteEndObject();
    }
}
