using System.Globalization;
using System.Net;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs#rate-limiting</summary>
public sealed class RateLimitTests : IDisposable
{
    private readonly SandboxClient api = new(new SandboxOptions());

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task The_31st_request_of_a_second_is_429_and_the_next_second_is_free_again()
    {
        for (var i = 0; i < 30; i++)
        {
            using var allowed = await api.Send(HttpMethod.Get, "/ping");
            Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
            Assert.Equal((29 - i).ToString(CultureInfo.InvariantCulture), allowed.Headers.GetValues("x-ratelimit-remaining").Single());
        }

        api.Wait(0.25);
        using (var refused = await api.Send(HttpMethod.Get, "/ping"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("""{"errors":[{"detail":"You have exceeded the API's rate limit.","status":429,"title":"Too many requests"}]}""", await refused.Content.ReadAsStringAsync(SandboxClient.Cancellation));
            Assert.Equal(("30", "0", "0.75"), Headers(refused));
            Assert.False(refused.Headers.Contains("retry-after"));
        }

        api.Token = TerraformSandbox.ReadToken;
        using (var other = await api.Send(HttpMethod.Get, "/ping")) Assert.Equal(HttpStatusCode.NoContent, other.StatusCode);
        api.Token = TerraformSandbox.OwnerToken;
        api.Wait(0.75);
        using var again = await api.Send(HttpMethod.Get, "/ping");
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task The_31st_run_list_of_a_minute_is_429_while_other_requests_pass()
    {
        var path = $"/workspaces/{api.Workspace("eu-frontend")}/runs";
        for (var i = 0; i < 30; i++)
        {
            await api.Get(path);
            api.Wait(1);
        }

        using (var refused = await api.Send(HttpMethod.Get, "/organizations/acme-corp/runs"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal(("30", "0", "30.0"), Headers(refused));
        }

        await api.Get("/organizations");
        api.Wait(30);
        await api.Get(path);
    }

    [Fact]
    public async Task With_limits_off_there_are_no_headers()
    {
        using var free = new SandboxClient();
        using var answer = await free.Send(HttpMethod.Get, "/ping");
        Assert.False(answer.Headers.Contains("x-ratelimit-limit"));
    }

    private static (string, string, string) Headers(HttpResponseMessage response) =>
        (response.Headers.GetValues("x-ratelimit-limit").Single(), response.Headers.GetValues("x-ratelimit-remaining").Single(), response.Headers.GetValues("x-ratelimit-reset").Single());
}
