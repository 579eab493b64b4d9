namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>One setting as it was read, or why it was not: what could not be read is never taken for not set.</summary>
/// <param name="State">What came of it.</param>
/// <param name="Value">The setting, where it is set.</param>
/// <param name="Action">The permission it takes.</param>
/// <param name="Code">What AWS said, where it said no.</param>
internal readonly record struct Reading<T>(ReadingState State, T? Value, string Action, string? Code = null)
{
    /// <summary>Whether it is known: set or not.</summary>
    public bool IsKnown => State is ReadingState.Set or ReadingState.NotSet;

    /// <summary>Why it is not known, in words; null where it is, or nobody asked.</summary>
    public string? Trouble => State switch
    {
        ReadingState.Denied => $"{Action} denied",
        ReadingState.Gone => "the bucket is gone",
        ReadingState.NotSupported => $"{Action} not supported ({Code})",
        ReadingState.Failed => $"{Action} failed ({Code})",
        _ => null,
    };

    /// <summary>The same of another type.</summary>
    public Reading<TOther> As<TOther>(Func<T, TOther> change) => new(State, Value is { } value ? change(value) : default, Action, Code);
}
