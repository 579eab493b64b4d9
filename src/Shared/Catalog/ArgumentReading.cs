using System.Diagnostics.CodeAnalysis;

namespace ServerlessMcp.Catalog;

/// <summary>What <see cref="ArgumentReader"/> made of a call's arguments: all of them, checked, or everything that is
/// wrong with them.</summary>
internal sealed class ArgumentReading
{
    private ArgumentReading(ToolArguments? arguments, IReadOnlyList<ArgumentError> errors)
    {
        Arguments = arguments;
        Errors = errors;
    }

    /// <summary>Whether every argument is as it should be.</summary>
    [MemberNotNullWhen(true, nameof(Arguments))]
    public bool IsValid => Arguments is not null;

    /// <summary>The arguments; null if one of them is wrong.</summary>
    public ToolArguments? Arguments { get; }

    /// <summary>What is wrong, at most <see cref="ArgumentReader.MaxErrors"/>; empty if nothing is.</summary>
    public IReadOnlyList<ArgumentError> Errors { get; }

    internal static ArgumentReading Of(ToolArguments arguments) => new(arguments, []);

    internal static ArgumentReading Of(IReadOnlyList<ArgumentError> errors) => new(null, errors);
}
