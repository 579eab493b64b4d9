using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>accounts</c>: the connections to Terraform.</summary>
internal static class AccountsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var (address, json) = (Options.Address(), Options.Json());
        var command = new Command("accounts", "Lists the accounts, and what bounds their URLs") { address, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = Options.Connect(parsed, address, time);
            var table = new TextTable(terminal, "ID", "ADDRESS", "ORGANIZATION", "SECRET", "MAX TTL", "METHODS", "TAGS");
            var isTable = terminal.IsForPeople && !parsed.GetValue(json);
            foreach (var id in await AccountChoice.AllAsync(api, null, cancellationToken))
            {
                var account = (await api.AskAsync(HttpMethod.Get, ApiClient.PathOf("integrated-account", id), cancellationToken)).Body;
                if (!isTable)
                {
                    terminal.WriteJson(account);
                    continue;
                }

                var policy = account.MemberOf("policy");
                table.Add(
                    (id, Color.None), (account.TextOf("address"), Color.None), (account.TextOf("organization"), Color.None),
                    (account.MemberOf("credential").TextOf("secret"), Color.Dim),
                    (policy.MemberOf("allow_permanent").ValueKind == JsonValueKind.True ? "none" : policy.TextOf("max_ttl"), Color.None),
                    (string.Join(", ", policy.TextsOf("methods")), Color.None), (string.Join(", ", policy.TextsOf("tags")), Color.None));
            }

            if (isTable)
            {
                table.Write();
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
