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
        var (account, address, json) = (Options.Account(), Options.Address(), Options.Json());
        account.Description = "From this account, where there are several";
        var command = new Command("mint", "Mints a URL, shown this once");
        wishes.AddTo(command);
        command.Add(preview);
        command.Add(account);
        command.Add(address);
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wish = wishes.Read(parsed, parsed.GetValue(preview));
            using var api = Options.Connect(parsed, address, time);
            var of = await AccountChoice.OneAsync(api, parsed.GetValue(account), cancellationToken);
            var answer = await WishOptions.SendAsync(api, ApiClient.PathOf("integrated-account", of, "mcp"), wish, cancellationToken);
            return await MintedUrl.TellAsync(
                terminal, answer, wish.Client, parsed.GetValue(wishes.Copy) && !wish.IsPreview, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }
}
