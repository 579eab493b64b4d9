namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>What a plan does to a resource. Terraform's JSON has arrays of its own steps (<c>["delete","create"]</c>);
/// these are the words people use.</summary>
internal static class PlanAction
{
    /// <summary>What changed outside of Terraform; not an action of the plan.</summary>
    public const string Drift = "drift";

    /// <summary>What a later plan will do, because something it depends on isn't known yet; counted by itself, because
    /// applying this plan does none of it.</summary>
    public const string Deferred = "deferred";

    // Of a Terraform of tomorrow: a step is a word, and not more of them than this.
    private const int MaxSteps = 4;

    private const int MaxWord = 30;

    /// <summary>All words that resources are listed by.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["create", "update", "replace", "delete", "forget", "import", "move", "read", "no_op", Drift];

    /// <summary>What everybody asks of a plan, and so is counted where it is none, too.</summary>
    public static IReadOnlyList<string> Asked { get; } = ["create", "update", "replace", "delete"];

    /// <summary>
    /// The word for Terraform's <c>actions</c>
    /// (<see href="https://developer.hashicorp.com/terraform/internals/json-format#change-representation"/>). Steps of
    /// which nothing is known are told as they are, joined by <c>+</c>; what is no word at all is <c>unknown</c>.
    /// </summary>
    public static string Of(JsonElement actions)
    {
        string[] steps = actions.ValueKind switch
        {
            JsonValueKind.Array => [
                .. actions.EnumerateArray().Take(MaxSteps + 1)
                    .Select(step => step.ValueKind == JsonValueKind.String ? step.GetString()! : "")],
            JsonValueKind.String => [actions.GetString()!],
            _ => [""],
        };
        return steps switch
        {
            ["no-op"] or [] => "no_op",
            ["delete", "create"] or ["create", "delete"] or ["create", "forget"] or ["forget", "create"] => "replace",
            _ when steps.Length <= MaxSteps && Array.TrueForAll(steps, IsWord) => string.Join('+', steps),
            _ => "unknown",
        };
    }

    /// <summary>Whether what is replaced is destroyed once its successor exists. After <c>["create","forget"]</c> it is
    /// not destroyed at all.</summary>
    public static bool CreatesBeforeDestroying(JsonElement actions) =>
        actions.ValueKind == JsonValueKind.Array && actions.GetArrayLength() == 2
        && actions[0] is { ValueKind: JsonValueKind.String } first && first.ValueEquals("create")
        && actions[1] is { ValueKind: JsonValueKind.String } then && then.ValueEquals("delete");

    /// <summary>Whether it changes what exists, or what Terraform manages. Of an action that nobody here knows, it has
    /// to be taken to.</summary>
    public static bool IsChange(string action) => action is not ("no_op" or "read");

    private static bool IsWord(string step) =>
        step.Length is > 0 and <= MaxWord && step.All(c => char.IsAsciiLetterLower(c) || c is '-' or '_');
}
