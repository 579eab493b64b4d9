using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// A window of time that runs were created in. The API has no such filter: its lists go from the newest run back, so
/// they are read until the window's beginning.
/// </summary>
/// <param name="Since">Its beginning; null for none.</param>
/// <param name="Until">Its end, which is no part of it; null for none.</param>
internal sealed record RunWindow(DateTimeOffset? Since, DateTimeOffset? Until)
{
    /// <summary>The argument of its beginning.</summary>
    public const string SinceName = "since";

    /// <summary>The argument of its end.</summary>
    public const string UntilName = "until";

    /// <summary>The window of a call; null for one that names none.</summary>
    public static RunWindow? Of(ToolArguments arguments) =>
        new RunWindow(Moment(arguments, SinceName), Moment(arguments, UntilName)) is var window
        && window is { Since: null, Until: null } ? null : window;

    /// <summary>Whether a run was created in it; null where the run does not say when.</summary>
    public bool? Has(DateTimeOffset? created) =>
        created is null ? null : !IsBefore(created) && (Until is null || created < Until);

    /// <summary>Whether a run was created before it began, so that older ones were too.</summary>
    public bool IsBefore(DateTimeOffset? created) => created < Since;

    private static DateTimeOffset? Moment(ToolArguments arguments, string name) =>
        arguments.IsGiven(name) && arguments.Text(name) is { } text ? SameValue.Instant(text) : null;
}
