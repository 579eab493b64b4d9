using ServerlessMcp.Accounts;
using ServerlessMcp.Local;

namespace ServerlessMcp.Stores.Tests;

public sealed class LocalCredentialSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> environment = [];

    public void Dispose() => folder.Dispose();

    private ValueTask<string?> TokenAsync(string secretName, string? sandboxToken = null) =>
        new LocalCredentialSource(new TerraformLogin(folder.Path, environment), environment, sandboxToken)
            .GetTokenAsync(secretName, refresh: false, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Env_is_the_environment_variable()
    {
        environment["TFE_TOKEN"] = " abc\n";
        Assert.Equal("abc", await TokenAsync("env:TFE_TOKEN"));
    }

    [Fact]
    public async Task Terraform_login_is_the_CLIs_token_and_is_read_anew_each_time()
    {
        Assert.Null(await TokenAsync("terraform-login:app.terraform.io"));
        await WriteAsync("""{"credentials":{"app.terraform.io":{"token":"one"}}}""");
        Assert.Equal("one", await TokenAsync("terraform-login:app.terraform.io"));
        await WriteAsync("""{"credentials":{"app.terraform.io":{"token":"two"}}}""");
        Assert.Equal("two", await TokenAsync("terraform-login:app.terraform.io"));
    }

    [Fact]
    public async Task Sandbox_is_the_simulators_token_if_one_runs()
    {
        Assert.Equal("sandbox-token", await TokenAsync("sandbox", "sandbox-token"));
        Assert.Null(await TokenAsync("sandbox"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("env:")]
    [InlineData("env:NOT_SET")]
    [InlineData("env:EMPTY")]
    [InlineData("ENV:TFE_TOKEN")]
    [InlineData("TFE_TOKEN")]
    [InlineData("terraform-login:")]
    [InlineData("terraform-login:other.example.com")]
    [InlineData("Sandbox")]
    public async Task A_name_that_leads_nowhere_is_null(string secretName)
    {
        environment["TFE_TOKEN"] = "abc";
        environment["EMPTY"] = " ";
        await WriteAsync("""{"credentials":{"app.terraform.io":{"token":"one"}}}""");
        Assert.Null(await TokenAsync(secretName, "sandbox-token"));
    }

    [Fact]
    public async Task The_hosts_own_settings_are_no_Terraform_tokens()
    {
        environment["SERVERLESSMCP_ADMIN_TOKEN"] = "admin";
        Assert.Null(await TokenAsync("env:SERVERLESSMCP_ADMIN_TOKEN"));
    }

    [Fact]
    public async Task A_file_that_is_not_the_CLIs_is_a_vault_that_can_not_answer_and_is_not_quoted()
    {
        await WriteAsync("""{"credentials":{"app.terraform.io":{"token":"secret-content""");
        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(async () => await TokenAsync("terraform-login:app.terraform.io"));
        Assert.DoesNotContain("secret-content", thrown.ToString(), StringComparison.Ordinal);
    }

    private Task WriteAsync(string content) => File.WriteAllTextAsync(folder["credentials.tfrc.json"], content, TestContext.Current.CancellationToken);
}
