using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Tests.Integrations.SeveralAccounts;

/// <summary>A name is one tool's over all integrations of a host: a URL of several accounts knows by it alone where a call goes.</summary>
public sealed class ToolNamesTests
{
    [Fact]
    public async Task Names_are_one_tool_s_over_all_integrations_also_behind_a_client_s_prefix()
    {
        await using var product = await TwoAccounts.StartAsync();
        Check(product.Services.GetRequiredService<IntegrationRegistry>().All.Select(one => one.Catalog).ToArray());
    }

    [Theory]
    [InlineData("clock_now", "clock_now")]
    [InlineData("time_tell", "tfc_runs_apply")]
    [InlineData("hashicorp_terraform_cloud_runs_apply", "time_tell")]
    [InlineData("x_tfc_runs_apply", "time_tell")]
    [InlineData("search_tools", "time_tell")]
    public async Task What_would_be_two_is_found(string name, string shortName)
    {
        await using var product = await TwoAccounts.StartAsync();
        ToolCatalog other = new("other", [new() { Name = name, ShortName = shortName, Method = ToolMethod.Get, Effect = Effect.Read, Tags = ["core"], Description = "" }]);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Check([.. product.Services.GetRequiredService<IntegrationRegistry>().All.Select(one => one.Catalog), other]));
    }

    /// <summary>What every host's integrations are held to.</summary>
    internal static void Check(ToolCatalog[] catalogs)
    {
        var owners = new Dictionary<string, ToolDefinition>(StringComparer.Ordinal);
        foreach (var tool in catalogs.SelectMany(catalog => catalog.All))
        {
            foreach (var name in new[] { tool.Name, tool.ShortName }.Distinct())
            {
                Assert.True(owners.TryAdd(name, tool), $"{name} is a tool of {owners.GetValueOrDefault(name)?.Catalog.Integration} and of {tool.Catalog.Integration}.");
                Assert.True(name is not (SearchTools.Search or SearchTools.Call), name);
            }
        }

        // Behind what a client puts before it, or what a name itself begins with, no tool of another integration remains.
        foreach (var (name, tool) in owners)
        {
            foreach (var prefix in new[] { "mcp__tools__", "srv_", "a.b/" })
                Assert.Equal([tool.Catalog], CalledName.Candidates(prefix + name, catalogs).Select(one => one.Catalog).Distinct());
            var behind = Enumerable.Range(1, name.Length - 1).Where(at => name[at - 1] is '_' or '-').Select(at => owners.GetValueOrDefault(name[at..])).OfType<ToolDefinition>();
            Assert.All(behind, one => Assert.Same(tool.Catalog, one.Catalog));
        }

        var prompts = catalogs.SelectMany(catalog => catalog.Prompts.Select(prompt => prompt.Name)).ToList();
        Assert.Equal(prompts.Distinct(), prompts);
        Assert.Equal(catalogs.Select(catalog => catalog.Integration).Distinct(), catalogs.Select(catalog => catalog.Integration));
    }
}
