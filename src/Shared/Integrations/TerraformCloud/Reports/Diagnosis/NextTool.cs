namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>A tool that gets a run on, whether or not a URL has it. One without something to pass can't be made: an
/// agent would call it all the same.</summary>
internal sealed record NextTool
{
    /// <summary>The tool.</summary>
    /// <param name="name">Its canonical name.</param>
    /// <param name="why">What it would do, as a sentence.</param>
    /// <param name="arguments">What to pass: texts, whole numbers, flags.</param>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    public NextTool(string name, string why, params IReadOnlyList<KeyValuePair<string, object>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Any(argument => argument.Value is null or ""))
        {
            throw new ArgumentException($"A step to {name} has an empty argument.", nameof(arguments));
        }

        (Name, Why, Arguments) = (name, why, arguments);
    }

    /// <summary>Its canonical name.</summary>
    public string Name { get; init; }

    /// <summary>What it would do, as a sentence.</summary>
    public string Why { get; }

    /// <summary>What to pass.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Arguments { get; }

    /// <summary>Whether the account's token may do it; null where the API doesn't say.</summary>
    public bool? IsPermitted { get; init; }

    /// <summary>The tool, with one argument; null where the value for it is not known.</summary>
    public static NextTool? With(string name, string argument, string? value, string why, bool? isPermitted = null) =>
        string.IsNullOrEmpty(value) ? null
        : new(name, why, KeyValuePair.Create(argument, (object)value)) { IsPermitted = isPermitted };
}
