using ServerlessMcp.Accounts;
using ServerlessMcp.Local;

namespace ServerlessMcp.Stores.Tests;

public sealed class TerraformLoginTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private TerraformLogin Login(string? file = null, params (string Name, string Value)[] environment)
    {
        if (file is not null)
            File.WriteAllText(folder["credentials.tfrc.json"], file);
        return new TerraformLogin(folder.Path, environment.ToDictionary(variable => variable.Name, variable => variable.Value));
    }

    [Fact]
    public void Without_a_login_there_are_no_hosts()
    {
        Assert.Empty(Login().Hosts());
        Assert.Empty(new TerraformLogin(folder["missing"], new Dictionary<string, string>()).Hosts());
        Assert.Null(Login().Token("app.terraform.io"));
    }

    [Fact]
    public void HCP_Terraform_comes_first_and_the_others_by_name()
    {
        var login = Login(
            """{"credentials":{"tfe.example.com":{"token":"t"},"App.Terraform.io":{"token":"h"},"a.example.com":{"token":"a"},"none.example.com":{"token":""}}}""",
            ("TF_TOKEN_b_example_com", "b"), ("TF_TOKEN_", ""), ("TF_VAR_x", "x"));
        Assert.Equal(["app.terraform.io", "a.example.com", "b.example.com", "tfe.example.com"], login.Hosts());
        Assert.Equal("h", login.Token("app.terraform.io"));
    }

    [Theory]
    [InlineData("TF_TOKEN_app_terraform_io", "app.terraform.io")]
    [InlineData("TF_TOKEN_my__tfe_example_com", "my-tfe.example.com")]
    [InlineData("TF_TOKEN_my-tfe_example_com", "my-tfe.example.com")]
    [InlineData("TF_TOKEN_xn____caf__dma_fr", "xn--caf-dma.fr")]
    public void A_variable_names_its_host_as_for_the_CLI(string name, string host)
    {
        var login = Login(file: null, (name, "abc"));
        Assert.Equal([host], login.Hosts());
        Assert.Equal("abc", login.Token(host));
    }

    [Fact]
    public void A_variable_goes_before_the_file() =>
        Assert.Equal("variable", Login("""{"credentials":{"app.terraform.io":{"token":"file"}}}""", ("TF_TOKEN_app_terraform_io", "variable")).Token("app.terraform.io"));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"credentials":null}""")]
    [InlineData("""{"credentials":{"app.terraform.io":null}}""")]
    [InlineData("""{"credentials":{"app.terraform.io":{}}}""")]
    [InlineData("""{"provider_installation":{},"credentials":{}}""")]
    public void A_file_without_a_token_has_no_hosts(string file) => Assert.Empty(Login(file).Hosts());

    [Theory]
    [InlineData("")]
    [InlineData("credentials \"app.terraform.io\" { token = \"secret-content\" }")]
    [InlineData("""{"credentials":["secret-content"]}""")]
    [InlineData("""{"credentials":{"app.terraform.io":"secret-content"}}""")]
    public void Another_file_is_a_vault_that_can_not_answer(string file)
    {
        var login = Login(file);
        var thrown = Assert.Throws<CredentialUnavailableException>(() => login.Hosts());
        Assert.DoesNotContain("secret-content", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_can_not_be_opened_is_a_vault_that_can_not_answer()
    {
        Directory.CreateDirectory(folder["credentials.tfrc.json"]);
        Assert.Throws<CredentialUnavailableException>(() => Login().Token("app.terraform.io"));
    }
}
