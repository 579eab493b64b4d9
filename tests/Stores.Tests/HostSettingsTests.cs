using ServerlessMcp.Functions;
using ServerlessMcp.Hosting;
using ServerlessMcp.Lambda;
using ServerlessMcp.Local;

namespace ServerlessMcp.Stores.Tests;

/// <summary>One text means the same to every host.</summary>
public sealed class HostSettingsTests
{
    private static readonly Dictionary<string, string> Good = new()
    {
        ["SERVERLESSMCP_PUBLIC_URL"] = "https://mcp.example.com",
        ["SERVERLESSMCP_STORAGE_ACCOUNT"] = "acmestorage",
        ["SERVERLESSMCP_VAULT_URL"] = "https://acme.vault.azure.net",
        ["SERVERLESSMCP_TABLE"] = "serverlessmcp",
        ["AWS_REGION"] = "eu-central-1",
    };

    // What each host says of an environment: nothing, if it would start.
    private static readonly Dictionary<string, Func<Func<string, string?>, string?>> Hosts = new()
    {
        ["Azure"] = environment => Complaint(() => FunctionsSettings.Read(environment)),
        ["AWS"] = environment => Complaint(() => LambdaSettings.Read(environment)),
        ["one machine"] = environment => LocalSettings.Parse(
            environment("SERVERLESSMCP_PUBLIC_URL") is { } url ? ["--public-url", url, "--log", environment("SERVERLESSMCP_LOG_LEVEL") ?? "None"] : [], environment).Complaint,
    };

    public static TheoryData<string, string, string> Refused()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var host in Hosts.Keys)
        {
            foreach (var level in (string[])["42", "2", "Loud", "Warning,Error", "-1"])
                data.Add(host, "SERVERLESSMCP_LOG_LEVEL", level);
            foreach (var url in (string[])["https://a.example/?q=canary", "https://a.example/canary", "https://canary@a.example", "https://a.example/#canary", "ftp://a.example", "canary"])
                data.Add(host, "SERVERLESSMCP_PUBLIC_URL", url);
            data.Add(host, "SERVERLESSMCP_ADMIN_TOKEN", "canary");
            data.Add(host, "SERVERLESSMCP_TRUSTED_PROXIES", "many");
            data.Add(host, "SERVERLESSMCP_ALLOWED_ORIGINS", "*");
            data.Add(host, "SERVERLESSMCP_AUDIT_RETENTION", "canary");
        }

        return data;
    }

    public static TheoryData<string, string, string> Taken()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var host in Hosts.Keys)
        {
            foreach (var level in (string[])["warning", "None", "Trace"])
                data.Add(host, "SERVERLESSMCP_LOG_LEVEL", level);
            foreach (var url in (string[])["https://a.example/", "http://127.0.0.1:8080", " https://a.example:8443 "])
                data.Add(host, "SERVERLESSMCP_PUBLIC_URL", url);
            data.Add(host, "SERVERLESSMCP_ADMIN_TOKEN", " ");
            data.Add(host, "SERVERLESSMCP_TRUSTED_PROXIES", " 2 ");
        }

        return data;
    }

    [Theory, MemberData(nameof(Refused))]
    public void What_does_not_fit_is_refused_by_every_host(string host, string name, string value)
    {
        var complaint = Hosts[host](Environment((name, value)));
        Assert.NotNull(complaint);
        Assert.Contains(host == "one machine" && name is "SERVERLESSMCP_PUBLIC_URL" or "SERVERLESSMCP_LOG_LEVEL" ? "--" : name, complaint, StringComparison.Ordinal);
        // What stands on the command line is in the shell's history already, and is quoted; an environment is not.
        if (host != "one machine" || name != "SERVERLESSMCP_PUBLIC_URL")
            Assert.DoesNotContain("canary", complaint, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Taken))]
    public void What_fits_is_taken_by_every_host(string host, string name, string value) =>
        Assert.Null(Hosts[host](Environment((name, value))));

    [Theory, InlineData("Azure"), InlineData("AWS"), InlineData("one machine")]
    public void All_that_does_not_fit_is_told_at_once(string host)
    {
        var complaint = Hosts[host](Environment(("SERVERLESSMCP_TRUSTED_PROXIES", "11"), ("SERVERLESSMCP_ADMIN_TOKEN", "short"), ("SERVERLESSMCP_BOOTSTRAP", "maybe")));
        Assert.Equal(3, complaint!.Split("\n\n")[0].Split('\n').Length);
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] changes) => name =>
        changes.FirstOrDefault(change => change.Name == name) is { Name: not null } change ? change.Value : Good.GetValueOrDefault(name);

    private static string? Complaint(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (SettingsException e)
        {
            return e.Message;
        }
    }
}
