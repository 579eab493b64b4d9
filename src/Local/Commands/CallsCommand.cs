using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>calls</c>: what an agent did with a URL, and does.</summary>
internal static class CallsCommand
{
    private const int Last = 20;

    // The most the API answers of an end: more calls than that between two looks are told of by their number.
    private const int Most = 200;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var url = ShowCommand.UrlArgument();
        var follow = new Option<bool>("--follow") { Description = "Goes on with what is called from now on, until Ctrl+C" };
        var last = new Option<int>("--last") { HelpName = "N", Description = "The last 1 to 200 calls; 20 if not given", DefaultValueFactory = _ => Last };
        var (account, address, json) = (Options.Account(), Options.Address(), Options.Json());
        var command = new Command("calls", "Shows the calls to a URL, also to one that is over") { url, follow, last, account, address, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = Options.Connect(parsed, address, time);
            var found = await UrlReference.FindAsync(
                api, parsed.GetValue(url)!, parsed.GetValue(account), orEnded: true, cancellationToken);
            var rows = new CallRows(terminal, parsed.GetValue(json));
            var answer = await api.AskAsync(
                HttpMethod.Get, $"{found.Path}/audit?last={parsed.GetValue(last)}", cancellationToken);
            rows.Write(answer.Body.Rows());
            if (parsed.GetValue(follow))
            {
                await FollowAsync(api, found, rows, time, cancellationToken);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task FollowAsync(
        ApiClient api, UrlReference url, CallRows rows, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var wait = Between; ;)
        {
            await Task.Delay(wait, time, cancellationToken);
            var answer = await api.SendAsync(HttpMethod.Get, $"{url.Path}/audit?last={Most}", cancellationToken);

            // A deployment that is asked too often, or whose store is down for a moment, says when to come again.
            wait = answer.Status is 429 or 503 ? answer.RetryAfter ?? Between : Between;
            if (answer.Status is not (429 or 503))
            {
                rows.Write(answer.Demand().Body.Rows());
            }
        }
    }
}
