using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>The mark of a URL as a comment of its own, on the run that was started or changed through it.</summary>
internal static class MarkComment
{
    // The change is made: whoever made it should not wait for this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Adds it; false where it could not be added.</summary>
    /// <param name="arguments">The call's.</param>
    /// <param name="answer">What the change was answered: the run, where it was started.</param>
    /// <param name="mark">The URL's.</param>
    /// <param name="api">Not that of the change, whose status is told.</param>
    /// <param name="clock">Ends the wait.</param>
    public static async Task<bool> AddAsync(
        ToolArguments arguments, ReadOnlyMemory<byte> answer, string mark, TerraformSession api, TimeProvider clock)
    {
        if ((arguments.Text("run_id") ?? IdOf(answer)) is not { } run)
        {
            return false;
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            if (!await api.OpenAsync(patience.Token))
            {
                return false;
            }

            var body = Encoding.UTF8.GetBytes(
                "{\"data\":{\"type\":\"comments\",\"attributes\":{\"body\":\"" + JsonEncodedText.Encode(mark) + "\"}}}");
            using var response = await api.SendAsync(
                HttpMethod.Post, $"{TerraformClient.Prefix}/runs/{Uri.EscapeDataString(run)}/comments", body,
                TerraformClient.MediaType, TerraformClient.MediaType, patience.Token);
            return response.IsSuccess;
        }
        catch (Exception failure)
            when (failure is TerraformFailedException or CredentialUnavailableException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string? IdOf(ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
    }
}
