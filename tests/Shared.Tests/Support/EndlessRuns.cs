using System.Globalization;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Support;

/// <summary>An organization whose list of runs says of each page that there is a next one.</summary>
internal static class EndlessRuns
{
    /// <summary>Answers that many pages of 100 runs, a second apart, each older than the one before.</summary>
    public static void HasEndlessRuns(this TestProduct product, int pages)
    {
        var now = product.Time.GetUtcNow();
        for (var page = 1; page <= pages; page++)
        {
            var data = new JsonArray([.. Enumerable.Range(0, 100).Select(i => new JsonObject
            {
                ["id"] = string.Create(CultureInfo.InvariantCulture, $"run-{page:0000}{i:000000000000}"),
                ["type"] = "runs",
                ["attributes"] = new JsonObject { ["status"] = "applied", ["created-at"] = now.AddSeconds(-(page * 100) - i).ToString("o") },
            })]);
            var meta = new JsonObject { ["pagination"] = new JsonObject { ["current-page"] = page, ["next-page"] = page + 1 } };
            product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/runs").Body(new JsonObject { ["data"] = data, ["meta"] = meta }.ToJsonString()).Times(1);
        }
    }
}
