// calls BEFORE NOW [ROUNDS]: what a tools/call of 20 workspaces costs in two programs of the one-machine host. bench/calls.sh publishes them and starts this.
using System.Globalization;
using System.Text;
using System.Text.Json;
using ServerlessMcp.Bench.Calls;

const double Bound = 0.6;
const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{}}}""";
var time = TimeSpan.FromSeconds(1.5);
var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 12;

var document = Document.Write();
using var upstream = new Upstream(document);
using var before = await Host.StartAsync(args[0], upstream.Port);
using var now = await Host.StartAsync(args[1], upstream.Port);
var bare = HttpConnection.Request("GET", "/api/v2/organizations/acme-corp/workspaces", "");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{document.Length} bytes of the upstream, {rounds} rounds of {time.TotalSeconds} s in turn, medians"));

var isHeld = true;
foreach (var (name, config) in new[] { ("text alone", """{"methods":["read"]}"""), ("with structured_content", """{"methods":["read"],"structured_content":true}""") })
{
    var sides = new List<Side>();
    foreach (var host in (Host[])[before, now])
    {
        var request = HttpConnection.Request("POST", host.Mint(config), Call);
        sides.Add(new Side(host, request, Length(host.Port, request)));
    }

    // In turn, so that whatever else the machine does falls on both. The first round warms up.
    var fetched = new Measured();
    for (var round = 0; round <= rounds; round++)
    {
        fetched.Add(upstream.Port, bare, document.Length, null, time / 5, isKept: round > 0);
        foreach (var side in round % 2 == 0 ? sides : Enumerable.Reverse(sides))
            side.Measured.Add(side.Host.Port, side.Request, side.Length, side.Host, time, isKept: round > 0);
    }

    var (was, became) = (sides[0].Measured, sides[1].Measured);
    Console.WriteLine($"\n{name}, {sides[1].Length} bytes of answer\n{"",-34}{"before",10}{"now",10}{"ratio",8}");
    Tell("p50, one connection, µs", was.Median, became.Median, became.Median / was.Median, Bound);
    Tell($"requests/s, {Measured.Many} connections", was.PerSecond, became.PerSecond, was.PerSecond / became.PerSecond, Bound);
    Tell("processor of the host, µs a call", was.Processor, became.Processor, became.Processor / was.Processor, null);
    var (ours, oursNow) = (was.Median - fetched.Median, became.Median - fetched.Median);
    Tell("p50 without the bare fetch, µs", ours, oursNow, oursNow / ours, null);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"the bare fetch, p50 µs",-34}{fetched.Median,10:0}"));
}

return isHeld ? 0 : 1;

// Each ratio is of what a call costs: of rates it is the one before divided by the one now.
void Tell(string what, double was, double became, double ratio, double? bound)
{
    isHeld &= bound is null || ratio <= bound;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-34}{was,10:0}{became,10:0}{ratio,8:0.000}{(bound is null ? "" : ratio <= bound ? "  held" : $"  over {bound}")}"));
}

// The first answer is looked at; those that follow have to be as long.
static int Length(int port, byte[] request)
{
    using var connection = new HttpConnection(port);
    connection.Send(request);
    connection.TryReceive(out _, out var body);
    using var answer = JsonDocument.Parse(body.ToArray());
    var result = answer.RootElement.GetProperty("result");
    using var text = JsonDocument.Parse(result.GetProperty("content")[0].GetProperty("text").GetString()!);
    return text.RootElement.TryGetProperty("items", out var items) && items.GetArrayLength() == 20 ? body.Length : throw new InvalidDataException(Encoding.UTF8.GetString(body));
}
