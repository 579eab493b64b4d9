using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>request</c>: asks for a URL that somebody else has to grant, waits for that, and collects it.</summary>
internal static class RequestCommand
{
    private const string UsualWait = "10m";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var wishes = new WishOptions();
        var wait = new Option<string>("--wait")
        { HelpName = "TIME", Description = $"For a decision; {UsualWait} if not given, 0s not at all", DefaultValueFactory = _ => UsualWait };
        var resume = new Option<string?>("--resume") { HelpName = "REQUEST", Description = "Goes on with one that was asked before" };
        var (address, json) = (Options.Address(), Options.Json());
        var command = new Command("request", "Asks for a URL, waits for the grant, collects it");
        wishes.AddTo(command);
        foreach (var option in (Option[])[wait, resume, wishes.Accounts, address, json])
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wish = wishes.Read(parsed);
            var patience = parsed.GetValue(wait) is "0" or "0s" ? TimeSpan.Zero : Options.Duration(parsed.GetValue(wait)!);
            using var api = Options.Connect(parsed, address, time);
            wish = await wishes.AtHomeAsync(wish, parsed, api, cancellationToken);
            var path = ApiClient.PathOf("integrated-account", wish.Home, "mcp", "requests");
            var asked = parsed.GetValue(resume) is { } earlier
                ? await api.AskAsync(HttpMethod.Get, path + ApiClient.PathOf(earlier), cancellationToken)
                : await WishOptions.SendAsync(api, path, wish, cancellationToken);
            var id = asked.Body.TextOf("id")!;
            terminal.Error.WriteLine(
                $"{Terminal.Clean(asked.Body.TextOf("name"))} is asked for at {wish.Home} ({id}), open until {asked.Body.TextOf("open_until")}.");
            await WaitAsync(api, path + ApiClient.PathOf(id), asked.Body, patience, time, cancellationToken);
            var collected = await api.AskAsync(HttpMethod.Post, path + ApiClient.PathOf(id, "collect"), cancellationToken, body: null);
            var client = wish.Client ?? collected.Body.MemberOf("config").TextOf("client");
            return await MintedUrl.TellAsync(
                terminal, collected, client, parsed.GetValue(wishes.Copy), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    // Until it is granted. By the clock of this machine, which measures a length of time and no more.
    private static async Task WaitAsync(
        ApiClient api, string path, JsonElement request, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var (started, pause) = (time.GetTimestamp(), Between);
        while (request.TextOf("state") == "open")
        {
            var left = patience - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw new CommandException(
                    ExitCodes.Undecided, $"Nobody has decided it yet. `serverless-mcp request --resume {request.TextOf("id")}` goes on.");
            }

            await Task.Delay(pause < left ? pause : left, time, cancellationToken);
            var answer = await api.SendAsync(HttpMethod.Get, path, cancellationToken);

            // A deployment that is asked too often, or whose store is down for a moment, says when to come again.
            var isBusy = answer.Status is 429 or 503;
            pause = isBusy ? answer.RetryAfter ?? Between : Between;
            request = isBusy ? request : answer.Demand().Body;
        }

        if (request.TextOf("state") != "granted")
        {
            throw new CommandException(ExitCodes.No, Told(request));
        }
    }

    private static string Told(JsonElement request)
    {
        var said = request.TextOf("comment") is { } comment ? $": {Terminal.Clean(comment)}" : ".";
        return request.TextOf("state") switch
        {
            "declined" => $"It was declined by {Terminal.Clean(request.TextOf("decided_by"))}{said}",
            "withdrawn" => $"It was granted, and then withdrawn by {Terminal.Clean(request.TextOf("withdrawn_by"))}{said}",
            "collected" => $"It was collected: the URL is {Terminal.Clean(request.TextOf("mcp_id"))}, and was shown that once.",
            _ => "Nobody decided or collected it in time, or all URLs of the account were revoked. Ask anew.",
        };
    }
}
