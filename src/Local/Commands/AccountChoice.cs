using ServerlessMcp.Accounts;

namespace ServerlessMcp.Local.Commands;

/// <summary>Which accounts a command is about: the one that was named, or all that the API token reaches.</summary>
internal static class AccountChoice
{
    /// <summary>The variable with an account.</summary>
    public const string Variable = "SERVERLESSMCP_ACCOUNT";

    /// <summary>All of them.</summary>
    public static async Task<IReadOnlyList<string>> AllAsync(ApiClient api, string? given, CancellationToken cancellationToken)
    {
        if ((given ?? Environment.GetEnvironmentVariable(Variable)) is { Length: > 0 } named)
        {
            return [named];
        }

        var self = await api.AskAsync(HttpMethod.Get, "/api-token/self", cancellationToken);
        return self.Body.TextsOf("integrated_accounts") is { Count: > 0 } own ? own
            : [.. (await api.ListAsync("/integrated-account", cancellationToken)).Rows.Select(row => row.TextOf("id")!)];
    }

    /// <summary>The only one; of several systems the only one of Terraform, whose words the options are.</summary>
    public static async Task<string> OneAsync(ApiClient api, string? given, CancellationToken cancellationToken)
    {
        var all = await AllAsync(api, given, cancellationToken);
        if (all.Count > 1)
        {
            var rows = (await api.ListAsync("/integrated-account", cancellationToken)).Rows;
            all = rows.Where(row => row.TextOf("integration") == IntegratedAccount.HcpTerraform)
                .Select(row => row.TextOf("id")!).Where(all.Contains).ToArray() is [var one] ? [one] : all;
        }

        return all switch
        {
            [var one] => one,
            [] => throw new CommandException(ExitCodes.No, "No account is connected: PUT /integrated-account/{account} does it, or the console."),
            var several => throw new CommandException(
                ExitCodes.Usage, $"There are several accounts, {string.Join(", ", several.Select(Terminal.Clean))}: name one with --account."),
        };
    }
}
