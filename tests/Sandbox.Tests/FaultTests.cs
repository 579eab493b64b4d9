using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

public sealed class FaultTests : IDisposable
{
    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task A_status_is_answered_as_often_as_told()
    {
        api.Sandbox.Faults.On("GET", "/api/v2/organizations").Status(500).Times(2);
        for (var i = 0; i < 2; i++) await api.Json(HttpMethod.Get, "/organizations", HttpStatusCode.InternalServerError);
        await api.Get("/organizations");
        Assert.Equal(3, api.Sandbox.Requests.Count("GET", "/api/v2/organizations"));
    }

    [Fact]
    public async Task Other_methods_and_paths_are_left_alone_and_clear_ends_it()
    {
        api.Sandbox.Faults.On("POST", "/api/v2/org*").Status(503);
        await api.Get("/organizations");
        api.Sandbox.Faults.On("/api/v2/org*").Status(503).Header("retry-after", "7");
        using (var broken = await api.Send(HttpMethod.Get, "/organizations"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, broken.StatusCode);
            Assert.Equal("7", broken.Headers.GetValues("retry-after").Single());
        }

        api.Sandbox.Faults.Clear();
        await api.Get("/organizations");
    }

    [Fact]
    public async Task A_body_of_choice_is_answered()
    {
        api.Sandbox.Faults.On("GET", "/api/v2/organizations").Status(502).Body("<html>Bad gateway</html>", "text/html");
        using var answer = await api.Send(HttpMethod.Get, "/organizations");
        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("<html>Bad gateway</html>", await answer.Content.ReadAsStringAsync(SandboxClient.Cancellation));
    }

    [Fact]
    public async Task A_cut_before_the_headers_is_a_request_exception_and_the_request_does_nothing()
    {
        var id = api.Workspace("eu-frontend");
        api.Sandbox.Faults.On("POST", "/api/v2/workspaces/*/actions/lock").Cut().Times(1);
        await Assert.ThrowsAsync<HttpRequestException>(() => api.Send(HttpMethod.Post, $"/workspaces/{id}/actions/lock"));
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cut_in_the_middle_is_an_exception_from_the_body()
    {
        api.Sandbox.Faults.On("GET", "/api/v2/organizations").CutMidBody();
        using var answer = await api.Send(HttpMethod.Get, "/organizations");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync(SandboxClient.Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, SandboxClient.Cancellation));
    }

    [Fact]
    public async Task A_malformed_body_is_not_json()
    {
        api.Sandbox.Faults.On("GET", "/api/v2/organizations").Malformed();
        var text = await api.Text("/organizations");
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(text));
    }

    [Fact]
    public async Task An_oversized_body_is_json_of_the_size_asked_for()
    {
        api.Sandbox.Faults.On("GET", "/api/v2/organizations").Oversized(1_000_000);
        var text = await api.Text("/organizations");
        Assert.True(text.Length >= 1_000_000);
        Assert.NotNull(JsonNode.Parse(text));
    }

    [Fact]
    public async Task A_delay_lasts_as_long_as_the_clock_says()
    {
        api.Sandbox.Faults.On("GET", "/api/v2/organizations").Delay(TimeSpan.FromSeconds(30));
        var pending = api.Send(HttpMethod.Get, "/organizations");
        Assert.Equal(1, api.Clock.TimerCount);
        api.Wait(29);
        Assert.False(pending.IsCompleted);
        api.Wait(1);
        using var answer = await pending;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_delay_ends_when_the_client_gives_up()
    {
        api.Sandbox.Faults.On("GET", "/api/v2/organizations").Delay(TimeSpan.FromSeconds(30));
        using var impatient = new CancellationTokenSource();
        var pending = api.Send(HttpMethod.Get, "/organizations", cancellation: impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }
}
