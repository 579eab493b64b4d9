using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>What no mark tells of a value, and what looking for it may cost.</summary>
/// <param name="Known">What is known to be sensitive of it besides.</param>
/// <param name="Guesses">Whether names tell what is sensitive as well.</param>
/// <param name="Budget">What going through it may cost.</param>
internal readonly record struct UnmarkedValue(SensitiveMarks Known, bool Guesses, WorkBudget? Budget)
{
    // Of what is marked as a whole nothing more is to be known.
    public UnmarkedValue Marked => new(default, Guesses: false, Budget);

    public UnmarkedValue Member(JsonProperty member) =>
        Known.IsEmpty && !Guesses ? this
        : this with { Known = TerraformDocument.Marks(member.Name, member.Value, Known, Guesses) };

    public UnmarkedValue Element(int index) => Known.IsEmpty ? this : this with { Known = Known.Element(index) };
}
