using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>list</c>: the URLs there are.</summary>
internal static class ListCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var (account, address, json) = (Options.Account(), Options.Address(), Options.Json());
        var command = new Command("list", "Lists the URLs of all accounts that you reach") { account, address, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = Options.Connect(parsed, address, time);
            var table = new TextTable(terminal, "ID", "NAME", "ACCOUNT", "CAN", "WHERE", "LEFT", "MINTED BY");
            var isTable = terminal.IsForPeople && !parsed.GetValue(json);
            var count = 0;
            foreach (var one in await AccountChoice.AllAsync(api, parsed.GetValue(account), cancellationToken))
            {
                var (rows, now) = await api.ListAsync(ApiClient.PathOf("integrated-account", one, "mcp"), cancellationToken);
                count += rows.Count;
                foreach (var row in rows)
                {
                    if (!isTable)
                    {
                        terminal.WriteJson(row);
                        continue;
                    }

                    table.Add(
                        (UrlWords.Mark(row.TextOf("id")), Color.None), (row.TextOf("name"), Color.None), (one, Color.None),
                        UrlWords.Effect(row), (UrlWords.Where(row), Color.None), TimeLeft.Of(row, now),
                        (UrlWords.Mark(row.TextOf("created_by")), Color.Dim));
                }
            }

            if (isTable)
            {
                Show(terminal, table, count);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(Terminal terminal, TextTable table, int count)
    {
        if (count > 0)
        {
            table.Write();
        }
        else
        {
            terminal.Error.WriteLine("There are none.");
        }
    }
}
