using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>mint</c>: a new URL, shown once, with the line to paste into its client.</summary>
internal static class MintCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var wishes = new WishOptions();
        var preview = new Option<bool>("--dry-run") { Description = "What it would be; mints nothing" };
        var (address, json) = (Options.Address(), Options.Json());
        var command = new Command("mint", "Mints a URL, shown this once");
        wishes.AddTo(command);
        foreach (var option in (Option[])[preview, wishes.Accounts, address, json])
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wish = wishes.Read(parsed, parsed.GetValue(preview));
            using var api = Options.Connect(parsed, address, time);
            wish = await wishes.AtHomeAsync(wish, parsed, api, cancellationToken);
            var answer = await WishOptions.SendAsync(
                api, ApiClient.PathOf("integrated-account", wish.Home, "mcp"), wish, cancellationToken);
            return await MintedUrl.TellAsync(
                terminal, answer, wish.Client, parsed.GetValue(wishes.Copy) && !wish.IsPreview, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }
}
