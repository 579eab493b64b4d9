using System.Net;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

/// <summary>The rules for links that an answer of the API leads on to: section 5 of the design.</summary>
public class BlobResolverTests
{
    private const string Blob = "https://archivist.terraform.io/v1/object/s3cr3t";

    internal virtual BlobUpstream Upstream() => new();

    [Fact]
    public async Task A_blob_is_read_without_the_token()
    {
        var upstream = Upstream().Answering(Blob, HttpStatusCode.OK, "state");
        Assert.Equal("200 state", await upstream.ReadAsync(Blob));
        Assert.Equal(("GET", Blob, null, ""), Assert.Single(upstream.Sent));
        Assert.Equal(["others"], upstream.Senders);
    }

    // facts: hosted-state-download-url on today's app.terraform.io.
    [Fact]
    public async Task A_link_through_the_API_has_the_token_there_and_nowhere_else()
    {
        const string Api = "https://app.terraform.io/api/state-versions/sv-1/hosted_state";
        var upstream = Upstream().Redirecting(Api, Blob).Answering(Blob, HttpStatusCode.OK, "state");
        Assert.Equal("200 state", await upstream.ReadAsync(Api));
        Assert.Equal([$"Bearer {BlobUpstream.Token}", null], upstream.Sent.Select(sent => sent.Authorization));
        Assert.Equal(["known", "others"], upstream.Senders);
    }

    [Theory]
    [InlineData("https://app.terraform.io.evil.example/api/x")]
    [InlineData("https://app.terraform.io@evil.example/api/x")]
    [InlineData("https://evil.example/api/v2/x")]
    [InlineData("https://app.terraform.io/_archivist/v1/object/s3cr3t")]
    [InlineData("https://app.terraform.io/app/api/x")]
    public async Task The_token_goes_to_the_accounts_own_API_only(string link)
    {
        var upstream = Upstream().Answering(new Uri(link).AbsoluteUri, HttpStatusCode.OK, "x");
        await upstream.ReadAsync(link);
        Assert.Null(Assert.Single(upstream.Sent).Authorization);
    }

    // What else listens on the account's host (a metrics port, an admin console, a database's HTTP) is no blob unless the account names it.
    [Theory]
    [InlineData("https://app.terraform.io:8443/api/x")]
    [InlineData("https://APP.terraform.io:9200/_search")]
    [InlineData("https://app.terraform.io:80/v1/object/s3cr3t")]
    public async Task Another_port_of_the_accounts_host_is_refused(string link)
    {
        var upstream = Upstream();
        await upstream.FailsAsync(TerraformFailure.LinkPrivate, link);
        Assert.Empty(upstream.Sent);
        upstream = Upstream().Redirecting(Blob, link);
        await upstream.FailsAsync(TerraformFailure.LinkPrivate, Blob);
        Assert.Single(upstream.Sent);
    }

    [Fact]
    public async Task A_blob_host_that_leads_back_to_the_API_gets_no_token_sent_there()
    {
        const string Admin = "https://app.terraform.io/api/v2/account/details";
        var upstream = Upstream().Redirecting(Blob, Admin).Answering(Admin, HttpStatusCode.Unauthorized);
        var failed = await Assert.ThrowsAsync<TerraformFailedException>(() => upstream.ReadAsync(Blob));
        Assert.Equal(TerraformFailure.LinkFailed, failed.Failure);
        Assert.All(upstream.Sent, sent => Assert.Null(sent.Authorization));
    }

    [Fact]
    public async Task A_relative_redirect_stays_with_its_host()
    {
        var upstream = Upstream().Redirecting(Blob, "/v1/object/other").Answering("https://archivist.terraform.io/v1/object/other", HttpStatusCode.OK, "x");
        Assert.Equal("200 x", await upstream.ReadAsync(Blob));
    }

    [Theory]
    [InlineData("http://archivist.terraform.io/v1/object/s3cr3t")]
    [InlineData("http://app.terraform.io/api/v2/x")]
    [InlineData("http://127.0.0.1/v1/object/s3cr3t")]
    public async Task Http_is_refused(string link)
    {
        var upstream = Upstream();
        await upstream.FailsAsync(TerraformFailure.LinkNotHttps, link);
        Assert.Empty(upstream.Sent);
    }

    [Fact]
    public async Task Http_is_refused_after_a_redirect_too()
    {
        var upstream = Upstream().Redirecting(Blob, "http://archivist.terraform.io/v1/object/s3cr3t");
        await upstream.FailsAsync(TerraformFailure.LinkNotHttps, Blob);
        Assert.Single(upstream.Sent);
    }

    [Fact]
    public async Task An_account_on_loopback_takes_http_from_the_loopback_host_it_names_and_no_other()
    {
        var upstream = Upstream().Answering("http://localhost:8080/v1/object/s3cr3t", HttpStatusCode.OK, "x");
        Assert.Equal("200 x", await upstream.ReadAsync("http://localhost:8080/v1/object/s3cr3t", BlobUpstream.Loopback));
        await upstream.FailsAsync(TerraformFailure.LinkNotHttps, "http://archivist.terraform.io/v1/object/s3cr3t", BlobUpstream.Loopback);
        await upstream.FailsAsync(TerraformFailure.LinkPrivate, "http://localhost:8080/v1/object/s3cr3t", BlobUpstream.Loopback with { Members = BlobUpstream.Hcp.Members });
    }

    [Theory]
    [InlineData("https://127.0.0.1/v1/object/s3cr3t")]
    [InlineData("https://localhost/v1/object/s3cr3t")]
    [InlineData("https://2130706433/v1/object/s3cr3t")]
    [InlineData("https://0x7f.1/v1/object/s3cr3t")]
    [InlineData("https://10.1.2.3/v1/object/s3cr3t")]
    [InlineData("https://172.31.0.1/v1/object/s3cr3t")]
    [InlineData("https://192.168.0.1/v1/object/s3cr3t")]
    [InlineData("https://169.254.169.254/latest/meta-data/s3cr3t")]
    [InlineData("https://100.64.0.1/v1/object/s3cr3t")]
    [InlineData("https://0.0.0.0/v1/object/s3cr3t")]
    [InlineData("https://[::1]/v1/object/s3cr3t")]
    [InlineData("https://[::ffff:10.0.0.1]/v1/object/s3cr3t")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/v1/object/s3cr3t")]
    [InlineData("https://[fd00::1]/v1/object/s3cr3t")]
    [InlineData("https://[fe80::1]/v1/object/s3cr3t")]
    public async Task A_private_address_is_refused(string link)
    {
        var upstream = Upstream().Redirecting(Blob, link);
        await upstream.FailsAsync(TerraformFailure.LinkPrivate, link);
        await upstream.FailsAsync(TerraformFailure.LinkPrivate, Blob);
        Assert.Equal([Blob], upstream.Sent.Select(sent => sent.Url));
    }

    [Theory]
    [InlineData("10.1.2.3", "https://10.1.2.3/v1/object/s3cr3t")]
    [InlineData("MINIO.internal", "https://minio.internal/v1/object/s3cr3t")]
    public async Task An_account_may_name_hosts_with_private_addresses(string host, string link)
    {
        var upstream = Upstream().Answering(link, HttpStatusCode.OK, "x");
        Assert.Equal("200 x", await upstream.ReadAsync(link, BlobUpstream.Hcp.WithTerraform(null, host)));
        Assert.Equal(["known"], upstream.Senders);
    }

    [Fact]
    public async Task A_Terraform_Enterprise_in_a_private_network_is_its_own_blob_host()
    {
        var account = new IntegratedAccount { Id = "tfe", Address = new("https://10.0.0.5"), SecretName = "s" };
        var upstream = Upstream().Answering("https://10.0.0.5/_archivist/v1/object/s3cr3t", HttpStatusCode.OK, "x");
        Assert.Equal("200 x", await upstream.ReadAsync("https://10.0.0.5/_archivist/v1/object/s3cr3t", account));
        Assert.Null(upstream.Sent[0].Authorization);
    }

    // The check at the connection itself, with real sockets: a name of whatever kind that resolves to this machine.
    [Fact]
    public async Task A_name_is_checked_by_the_address_that_it_resolves_to()
    {
        using var handler = PublicAddressHandler.CreateHandler();
        using var sender = new HttpMessageInvoker(handler);
        using var unused = new HttpMessageInvoker(Upstream());
        var account = new IntegratedAccount { Id = "x", Address = new("https://app.terraform.io"), SecretName = "s" };
        var machine = Dns.GetHostName();
        Assert.SkipUnless(await ResolvesAsync(machine), "This machine's name does not resolve.");
        var failed = await Assert.ThrowsAsync<TerraformFailedException>(() => new BlobResolver(unused, sender, new TerraformClientOptions(), TimeProvider.System)
            .ReadAsync(account, BlobUpstream.Token, new Uri($"https://{machine}/v1/object/s3cr3t"), TestContext.Current.CancellationToken));
        Assert.Equal(TerraformFailure.LinkPrivate, failed.Failure);
        Assert.False(handler.UseProxy);
        Assert.False(handler.AllowAutoRedirect);
    }

    [Fact]
    public async Task Three_links_are_followed_and_the_fourth_is_not()
    {
        static string Hop(int number) => $"https://archivist.terraform.io/v1/object/s3cr3t{number}";
        var upstream = Upstream().Redirecting(Hop(1), Hop(2)).Redirecting(Hop(2), Hop(3)).Answering(Hop(3), HttpStatusCode.OK, "x");
        Assert.Equal("200 x", await upstream.ReadAsync(Hop(1)));
        upstream.Redirecting(Hop(3), Hop(4)).Answering(Hop(4), HttpStatusCode.OK, "x").Sent.Clear();
        await upstream.FailsAsync(TerraformFailure.LinkEndless, Hop(1));
        Assert.DoesNotContain(upstream.Sent, sent => sent.Url == Hop(4));
    }

    [Fact]
    public async Task A_blob_over_the_cap_is_not_read_on()
    {
        var upstream = Upstream().Answering(Blob, HttpStatusCode.OK, new string('x', 101));
        await upstream.FailsAsync(TerraformFailure.TooLarge, Blob, options: new TerraformClientOptions { MaxBlobLength = 100, MaxStreamLength = 100 });
        Assert.StartsWith("200 x", await upstream.ReadAsync(Blob, options: new TerraformClientOptions { MaxBlobLength = 101, MaxStreamLength = 101 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task A_link_that_expired_between_the_two_steps_says_call_again(HttpStatusCode status)
    {
        var failed = await Upstream().Answering(Blob, status, "expired").FailsAsync(TerraformFailure.LinkExpired, Blob);
        Assert.Contains("has expired", failed.Message, StringComparison.Ordinal);
        Assert.Contains("call again", failed.Message, StringComparison.Ordinal);
        Assert.True(failed.IsRetryable);
    }

    [Fact]
    public async Task An_object_store_in_trouble_is_not_an_expired_link() =>
        Assert.True((await Upstream().Answering(Blob, HttpStatusCode.BadGateway).FailsAsync(TerraformFailure.LinkFailed, Blob)).IsRetryable);

    [Fact]
    public async Task What_the_API_itself_refuses_on_the_way_is_its_answer()
    {
        const string Api = "https://app.terraform.io/api/state-versions/sv-1/hosted_state";
        Assert.Equal("404 no", await Upstream().Answering(Api, HttpStatusCode.NotFound, "no").ReadAsync(Api));
    }

    [Theory]
    [InlineData("git::https://example.com/x.git")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/x")]
    public async Task What_is_no_web_address_is_not_followed(string link) => await Upstream().FailsAsync(TerraformFailure.LinkUnknown, link);

    [Fact]
    public async Task An_upload_goes_without_the_token_and_leads_nowhere_else()
    {
        var upstream = Upstream().Answering(Blob, HttpStatusCode.OK);
        await upstream.Resolver().WriteAsync(BlobUpstream.Hcp, new Uri(Blob), "archive"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(("PUT", Blob, null, "archive"), Assert.Single(upstream.Sent));

        upstream.Redirecting(Blob, "https://archivist.terraform.io/v1/object/other").Sent.Clear();
        var failed = await Assert.ThrowsAsync<TerraformFailedException>(
            () => upstream.Resolver().WriteAsync(BlobUpstream.Hcp, new Uri(Blob), "archive"u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Equal((TerraformFailure.LinkFailed, true), (failed.Failure, failed.MayHaveTakenEffect));
        Assert.Single(upstream.Sent);
    }

    private static async Task<bool> ResolvesAsync(string machine)
    {
        try
        {
            return (await Dns.GetHostAddressesAsync(machine, TestContext.Current.CancellationToken)).Length > 0;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
