using System.Net;
using System.Security.Authentication;
using System.Text;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

public sealed class TerraformClientTests
{
    [Fact]
    public async Task A_request_says_who_it_is_and_what_it_speaks()
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.Created);
        using var response = await upstream.SendAsync(HttpMethod.Post, "/api/v2/runs?include=plan", """{"data":{}}""");
        var sent = upstream.Sent!;
        Assert.Equal("https://tfe.example.com/api/v2/runs?include=plan", sent.RequestUri!.AbsoluteUri);
        Assert.Equal("Bearer t.atlasv1.secret", sent.Headers.Authorization!.ToString());
        Assert.Equal("application/vnd.api+json", sent.Headers.Accept.ToString());
        Assert.StartsWith("ServerlessMcp/", sent.Headers.UserAgent.ToString(), StringComparison.Ordinal);
        Assert.Equal("application/vnd.api+json", upstream.SentType);
        Assert.Equal("""{"data":{}}""", upstream.SentBody);
    }

    [Fact]
    public async Task An_answer_is_read_whole()
    {
        var body = "{\"data\":\"" + new string('ü', 60_000) + "\"}";
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK, "\uFEFF" + body, "application/vnd.api+json; charset=utf-8", ("x-request-id", "req-1"), ("X-RateLimit-Remaining", "29"));
        using var response = await upstream.SendAsync();
        Assert.Null(upstream.SentBody);
        Assert.Equal(body, Encoding.UTF8.GetString(response.Body.Span));
        Assert.Equal((200, "application/vnd.api+json", "req-1", 29), (response.Status, response.ContentType, response.RequestId, response.RateLimit.Remaining));
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    public async Task Whatever_the_API_says_is_an_answer(HttpStatusCode status)
    {
        using var upstream = StubUpstream.Answering(status, "", null);
        using var response = await upstream.SendAsync();
        Assert.Equal((int)status, response.Status);
        Assert.True(response.Body.IsEmpty);
        Assert.Null(response.ContentType);
    }

    [Fact]
    public async Task A_redirect_is_answered_and_not_followed()
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.TemporaryRedirect, "", null, ("Location", "https://archivist.terraform.io/v1/object/x"));
        using var response = await upstream.SendAsync();
        Assert.Equal(307, response.Status);
        Assert.Equal("archivist.terraform.io", response.Location!.Host);
        using var handler = OutboundHandler.Create();
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
    }

    [Fact]
    public async Task A_body_is_gone_once_the_answer_is_disposed()
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK);
        var response = await upstream.SendAsync();
        response.Dispose();
        response.Dispose();
        Assert.Throws<ObjectDisposedException>(() => response.Body);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("http://tfe.example.com", false)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("ftp://127.0.0.1", false)]
    public async Task A_token_is_sent_in_clear_on_loopback_only(string address, bool isSent)
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK);
        if (isSent)
            (await upstream.SendAsync(address: new Uri(address))).Dispose();
        else
            await Fails(TerraformFailure.NotHttps, upstream, upstream.SendAsync(address: new Uri(address)));
        Assert.Equal(isSent, upstream.Sent is not null);
    }

    [Theory]
    [InlineData("@evil.example.com/x")]
    [InlineData("//evil.example.com/x")]
    [InlineData("/\\evil.example.com/x")]
    [InlineData("https://evil.example.com/x")]
    [InlineData("/api/v2/../admin")]
    [InlineData("/api/v2/./x")]
    [InlineData("/api/v2/..?x=1")]
    [InlineData("")]
    public async Task No_path_takes_the_token_elsewhere(string path)
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK);
        await Assert.ThrowsAsync<ArgumentException>(() => upstream.SendAsync(path: path));
        Assert.Null(upstream.Sent);
    }

    [Fact]
    public async Task Escaped_segments_arrive_as_they_were_escaped()
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK);
        (await upstream.SendAsync(path: "/api/v2/x/..%2F..%2Fadmin?filter%5Bstatus%5D=a,b")).Dispose();
        Assert.Equal("https://tfe.example.com/api/v2/x/..%2F..%2Fadmin?filter%5Bstatus%5D=a,b", upstream.Sent!.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("secret\n", true)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("sec\r\nX-Evil: 1", false)]
    [InlineData("sécret", false)]
    public async Task A_token_is_one_word_of_visible_characters(string token, bool isSent)
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK);
        if (isSent)
            (await upstream.SendAsync(token: token)).Dispose();
        else
            await Fails(TerraformFailure.BadToken, upstream, upstream.SendAsync(token: token));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, TerraformFailure.Unreachable)]
    [InlineData(HttpRequestError.ConnectionError, TerraformFailure.Unreachable)]
    [InlineData(HttpRequestError.ProxyTunnelError, TerraformFailure.Unreachable)]
    [InlineData(HttpRequestError.SecureConnectionError, TerraformFailure.Untrusted)]
    [InlineData(HttpRequestError.ResponseEnded, TerraformFailure.Cut)]
    [InlineData(HttpRequestError.InvalidResponse, TerraformFailure.Cut)]
    public async Task A_connection_that_fails_has_a_name(HttpRequestError error, TerraformFailure failure)
    {
        using var upstream = StubUpstream.Failing(new HttpRequestException(error, "https://tfe.example.com/?token=secret", new AuthenticationException("secret")));
        await Fails(failure, upstream, upstream.SendAsync(HttpMethod.Post));
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_has_a_name()
    {
        using var upstream = new StubUpstream((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) }));
        await Fails(TerraformFailure.Cut, upstream, upstream.SendAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_over_the_cap_is_not_read_on(bool isLengthTold)
    {
        using var upstream = new StubUpstream((_, _) =>
        {
            HttpContent content = isLengthTold ? new ByteArrayContent(new byte[1001]) : new StreamContent(new EndlessStream());
            return Task.FromResult(new HttpResponseMessage { Content = content });
        });
        await Fails(TerraformFailure.TooLarge, upstream, upstream.SendAsync(options: new TerraformClientOptions { MaxBodyLength = 1000 }));
    }

    [Fact]
    public async Task An_answer_as_long_as_the_cap_is_read()
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK, new string(' ', 1000));
        using var response = await upstream.SendAsync(options: new TerraformClientOptions { MaxBodyLength = 1000 });
        Assert.Equal(1000, response.Body.Length);
    }

    [Fact]
    public async Task A_page_for_people_is_no_answer_of_the_API()
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK, "<html>Sign in</html>", "text/html; charset=utf-8");
        await Fails(TerraformFailure.NotJson, upstream, upstream.SendAsync());
    }

    [Fact]
    public async Task An_answer_that_does_not_come_times_out_by_the_given_clock()
    {
        var clock = new ManualClock();
        using var upstream = new StubUpstream(async (_, cancellationToken) =>
        {
            clock.Fire();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        });
        var failed = await Fails(TerraformFailure.TimedOut, upstream, upstream.SendAsync(HttpMethod.Post, clock: clock));
        Assert.Equal(TimeSpan.FromSeconds(25), clock.DueTime);
        Assert.True(failed.MayHaveTakenEffect);
        Assert.False(failed.IsRetryable);
    }

    public static TheoryData<TimeSpan> UsedUp => [TimeSpan.Zero, TimeSpan.FromMilliseconds(-1), TimeSpan.FromSeconds(-5), TimeSpan.MinValue];

    [Theory, MemberData(nameof(UsedUp))]
    public async Task A_call_whose_deadline_has_passed_says_so_and_sends_nothing(TimeSpan remaining)
    {
        using var upstream = StubUpstream.Answering(HttpStatusCode.OK);
        var failed = await Fails(TerraformFailure.NoTimeLeft, upstream, upstream.SendAsync(HttpMethod.Post, options: new TerraformClientOptions { Remaining = () => remaining }));
        Assert.Null(upstream.Sent);
        Assert.Equal((true, false), (failed.IsRetryable, failed.MayHaveTakenEffect));
        Assert.Contains("used up", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_takes_too_long_has_sent_nothing()
    {
        using var upstream = StubUpstream.Failing(new TaskCanceledException("connect", new TimeoutException()));
        Assert.True((await Fails(TerraformFailure.Unreachable, upstream, upstream.SendAsync(HttpMethod.Post))).IsRetryable);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_not_a_failure()
    {
        using var source = new CancellationTokenSource();
        using var upstream = new StubUpstream(async (_, cancellationToken) =>
        {
            await source.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upstream.SendAsync(caller: source));
    }

    [Fact]
    public async Task Nothing_is_sent_twice()
    {
        var count = 0;
        using var upstream = new StubUpstream((_, _) =>
        {
            count++;
            return Task.FromResult(StubUpstream.Message(HttpStatusCode.ServiceUnavailable, [], null, ("Retry-After", "0")));
        });
        (await upstream.SendAsync()).Dispose();
        Assert.Equal(1, count);
    }

    [Fact]
    public void A_request_in_a_log_shows_neither_token_nor_path() =>
        Assert.Equal("GET tfe.example.com", new TerraformRequest(StubUpstream.Address, "secret", HttpMethod.Get, "/api/v2/x", default).ToString());

    private static async Task<TerraformFailedException> Fails(TerraformFailure failure, StubUpstream upstream, Task<TerraformResponse> sending)
    {
        var exception = await Assert.ThrowsAsync<TerraformFailedException>(() => sending);
        Assert.Equal(failure, exception.Failure);
        Assert.Contains(exception.Host, exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/api/v2", exception.Message, StringComparison.Ordinal);
        return exception;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new HttpIOException(HttpRequestError.ResponseEnded, "secret");
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);
    }

    private sealed class ManualClock : TimeProvider
    {
        private Action? fire;

        public TimeSpan DueTime { get; private set; }

        public void Fire() => fire!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            DueTime = dueTime;
            fire = () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
