using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// Whether the comment of a change to a run is among the run's comments afterwards. The change answers 202 and shows
/// nothing, and a server may drop the comment. A request; where it can't be read, or not whole, nothing is said.
/// </summary>
internal static class CommentCheck
{
    /// <summary>The argument.</summary>
    public const string Comment = "comment";

    // The change is made: whoever made it should not wait for this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether there is something to look for.</summary>
    public static bool IsDue(ToolArguments arguments) =>
        arguments.Row is { Shape: ResponseShape.NoContent, Effect: not Effect.Read }
        && arguments.IsGiven(Comment) && !string.IsNullOrWhiteSpace(arguments.Text(Comment))
        && arguments.Row.Path.StartsWith("/runs/{run_id}/", StringComparison.Ordinal);

    /// <summary>Whether it can be read to be missing.</summary>
    /// <param name="arguments">The call's, with the comment as it was given.</param>
    /// <param name="api">For the look; not that of the change, whose status is told.</param>
    /// <param name="clock">Ends the look.</param>
    public static async Task<bool> IsMissingAsync(ToolArguments arguments, TerraformSession api, TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            var (comments, _) = await ReportPart.TryAsync<ApiDocument>(api, async () =>
            {
                if (!await api.OpenAsync(patience.Token))
                    return (null, null);
                using var response = await api.GetAsync(
                    $"{TerraformClient.Prefix}/runs/{Uri.EscapeDataString(arguments.Text("run_id")!)}/comments",
                    patience.Token);
                return response.IsSuccess ? (ApiDocument.Parse(response), null) : (null, ReportPart.Status(response.Status, api));
            });
            using (comments)
            {
                var asked = Words(arguments.Text(Comment)!);
                return comments is { HasList: true } && !comments.HasNextPage(1)
                    && comments.List.All(one => one.Attribute("body").ValueKind == System.Text.Json.JsonValueKind.String
                    && !Words(one.Attribute("body").GetString()!).Contains(asked, StringComparison.Ordinal));
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
