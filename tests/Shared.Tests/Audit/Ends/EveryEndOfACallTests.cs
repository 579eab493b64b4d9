using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Audit.Ends;

/// <summary>However a call ends, at whichever of its waits: it has one final entry, and that says what became of it. An outcome that nobody knows is unknown, and not failed.</summary>
public sealed class EveryEndOfACallTests
{
    private const string ListWorkspaces = "list_all_hashicorp_terraform_cloud_workspaces";
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";

    public static TheoryData<bool, bool, Fault> Faults => new(
        from isChange in new[] { false, true } from isScoped in new[] { false, true } from fault in Enum.GetValues<Fault>() where fault != Fault.None select (isChange, isScoped, fault));

    [Trait("Lane", "slow")]
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_goes_wrong_at_whichever_wait_the_call_has_one_final_entry_that_says_what_became_of_it(bool isChange, bool isScoped, Fault fault)
    {
        await using var calls = await Calls.StartAsync(isScoped ? ""","scope":{"workspaces":["*"]}""" : "");
        for (var place = 0; ; place++)
        {
            var (met, name) = (0, $"at-{place}-end");
            calls.Places.Choose = _ => met++ == place ? fault : Fault.None;
            await calls.CallAsync(name, isChange);
            calls.Check(name, isChange, isFaulty: met > place);
            if (met <= place)
            {
                Assert.True(place >= (isChange ? 6 : 4), $"A call waits {place} times.");
                return;
            }
        }
    }

    [Trait("Lane", "slow")]
    [Fact]
    public async Task In_a_thousand_random_interleavings_each_call_has_one_final_entry_that_says_what_became_of_it()
    {
        var (faults, outcomes) = (Enum.GetValues<Fault>(), new List<string>());
        for (var first = 0; first < 1000; first += 100)
        {
            await using var calls = await Calls.StartAsync();
            for (var seed = first; seed < first + 100; seed++)
            {
                var random = new Random(seed);
                calls.Places.Choose = _ =>
                {
                    lock (random)
                    {
                        var fault = random.Next(8) == 0 ? faults[random.Next(faults.Length)] : Fault.None;

                        // The clock is everybody's: to let it run out for one would end the others.
                        return fault == Fault.Hangs ? Fault.LosesAnswer : fault;
                    }
                };
                var three = Enumerable.Range(0, 3).Select(number => ($"of-{seed}-{number}-end", IsChange: (seed + number) % 2 == 0)).ToList();
                await calls.UntilDoneAsync(Task.WhenAll(three.Select(call => calls.CallAsync(call.Item1, call.IsChange))));
                calls.Pause();
                three.ForEach(call => calls.Check(call.Item1, call.IsChange, isFaulty: true));
            }

            calls.Read();
            outcomes.AddRange(calls.Outcomes);
        }

        Assert.Equal(3000, outcomes.Count);
        Assert.True(new HashSet<string>(outcomes).IsSupersetOf(["ok", "unknown", "failed", "store_unavailable", "no_credential", "unreachable"]), string.Join(' ', outcomes.Distinct()));
    }

    [Fact]
    public async Task A_change_whose_caller_hangs_up_is_finished_and_noted_with_status_and_request_id()
    {
        await using var calls = await Calls.StartAsync();
        foreach (var place in new[] { "terraform", "answer of terraform" })
        {
            calls.Places.Choose = met => met == place ? Fault.CallerGone : Fault.None;
            await calls.CallAsync(place.Replace(' ', '-'), isChange: true);
            var entry = calls.Entry(place.Replace(' ', '-'));
            Assert.Equal(("ok", 201), ((string)entry["outcome"]!, (int)entry["upstream_status"]!));
            Assert.NotEmpty((string)entry["upstream_request"]!);
            Assert.StartsWith("run-", (string)entry["answered"]!, StringComparison.Ordinal);
        }
    }

    private sealed class Calls(TestProduct product, FaultyPlaces.Handler terraform, FaultyPlaces places, HttpClient http, string token) : IAsyncDisposable
    {
        private int read;
        private readonly Dictionary<string, List<JsonNode>> entries = [];

        public FaultyPlaces Places => places;

        public IEnumerable<string> Outcomes => entries.Values.SelectMany(all => all).Select(entry => (string)entry["outcome"]!);

        public static async Task<Calls> StartAsync(string config = "")
        {
            FaultyPlaces.Handler? terraform = null;
            var product = await TestProduct.StartAsync(options => options.AuditReads = true, between: sandbox => terraform = new(new SandboxHandler(sandbox)));
            var token = await product.TokenAsync($$"""{"methods":["*"]{{config}}}""");
            var places = new FaultyPlaces(product);
            places.Install();
            terraform!.Places = places;

            // What is known where a call begins is known at each of its places.
            var server = (TestServer)product.Services.GetRequiredService<IServer>();
            server.PreserveExecutionContext = true;
            return new Calls(product, terraform, places, server.CreateClient(), token);
        }

        /// <summary>A call with this name, which its entry has as its client and Terraform as a search or as the message of a run. Done when nothing runs any more.</summary>
        public async Task CallAsync(string name, bool isChange)
        {
            using var caller = places.Caller.Value = new CancellationTokenSource();
            var (tool, arguments) = isChange
                ? (CreateRun, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","message":"{{name}}"}""")
                : (ListWorkspaces, $$"""{"search":"{{name}}"}""");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/mcp/{token}")
            {
                Content = new StringContent($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}} } }""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
            };
            request.Headers.TryAddWithoutValidation("User-Agent", name);
            try
            {
                using var answer = await http.SendAsync(request, caller.Token);
            }
            catch (OperationCanceledException)
            {
                // It hung up.
            }

            await product.WhenIdleAsync();
        }

        /// <summary>Lets calls end that pause because they meet others at the trail.</summary>
        public async Task UntilDoneAsync(Task calls)
        {
            await product.Time.AdvanceNapsAsync(calls, TimeSpan.FromMilliseconds(32), TimeSpan.FromHours(1));
            await calls;
        }

        /// <summary>Lets time pass, so that Terraform's limits stand in no call's way.</summary>
        public void Pause() => product.Time.Advance(TimeSpan.FromSeconds(2));

        /// <summary>The one final entry of a call.</summary>
        public JsonNode Entry(string name)
        {
            if (!entries.ContainsKey(name))
            {
                Read();
            }

            return Assert.Single(entries.GetValueOrDefault(name) ?? []);
        }

        /// <summary>Reads what was noted since, a second entry of a call among it.</summary>
        public void Read()
        {
            foreach (var line in product.Logs.Of("ServerlessMcp.Audit").Skip(read))
            {
                read++;
                var entry = JsonNode.Parse(line)!;
                if ((string)entry["event"]! == "tool_call")
                {
                    (entries.TryGetValue((string)entry["client"]!, out var known) ? known : entries[(string)entry["client"]!] = []).Add(entry);
                }
            }

            Assert.All(entries.Values, all => Assert.Single(all));
        }

        /// <summary>Holds the one final entry of a call against what Terraform really did.</summary>
        public void Check(string name, bool isChange, bool isFaulty)
        {
            var entry = Entry(name);
            var (outcome, status) = ((string)entry["outcome"]!, (int?)entry["upstream_status"]);
            var isDone = terraform.Done.Any(done => done.Contains(name, StringComparison.Ordinal));
            var says = $"{name}: done {isDone}, {entry.ToJsonString()}";
            Assert.True(isFaulty || outcome == "ok", says);
            Assert.True(outcome != "ok" || (isDone && status is 200 or 201), says);
            if (isChange)
            {
                // Done: known to be, or not known; never said to be refused or not sent.
                Assert.True(!isDone || outcome is "ok" or "unknown" || (outcome is "unreadable" && status == 201), says);
                Assert.True(!isDone || outcome == "ok" || (bool)entry["sent"]!, says);
                Assert.True(isDone || outcome != "unknown" || status is null, says);
            }

            // Failed is refused or never asked, and says which.
            Assert.True(outcome != "failed" || !(bool)entry["sent"]! || status >= 400, says);
        }

        public ValueTask DisposeAsync()
        {
            http.Dispose();
            return product.DisposeAsync();
        }
    }
}
