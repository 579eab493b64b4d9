using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Tests.Accounts;

public sealed class CachedCredentialsTests
{
    private readonly ManualTimeProvider time = new();
    private readonly Vault vault = new();
    private readonly CachedCredentials cached;

    public CachedCredentialsTests() => cached = new CachedCredentials(vault, time, NullLogger<CachedCredentials>.Instance);

    private ValueTask<string?> TokenAsync(bool refresh = false, string name = "tfe-token", CancellationToken? cancel = null) =>
        cached.GetTokenAsync(name, refresh, cancel ?? TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_vault_is_asked_once_in_five_minutes()
    {
        Assert.Equal("tfe-token-1", await TokenAsync());
        time.Advance(CachedCredentials.Fresh - TimeSpan.FromTicks(1));
        Assert.Equal("tfe-token-1", await TokenAsync());
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("tfe-token-2", await TokenAsync());
        Assert.Equal(2, vault.Questions);
    }

    [Fact]
    public async Task Secrets_do_not_share_tokens()
    {
        Assert.Equal("a-1", await TokenAsync(name: "a"));
        Assert.Equal("b-2", await TokenAsync(name: "b"));
        Assert.Equal("A-3", await TokenAsync(name: "A"));
        Assert.Equal("a-1", await TokenAsync(name: "a"));
    }

    [Fact]
    public async Task A_refresh_goes_past_the_cache_and_what_it_finds_is_remembered()
    {
        await TokenAsync();
        Assert.Equal("tfe-token-2", await TokenAsync(refresh: true));
        Assert.True(vault.LastWasRefresh);
        Assert.Equal("tfe-token-2", await TokenAsync());
    }

    [Fact]
    public async Task No_such_secret_is_not_remembered()
    {
        vault.Answer = _ => null;
        Assert.Null(await TokenAsync());
        vault.Answer = null;
        Assert.Equal("tfe-token-2", await TokenAsync());
    }

    [Fact]
    public async Task A_deleted_secret_is_forgotten()
    {
        await TokenAsync();
        vault.Answer = _ => null;
        Assert.Null(await TokenAsync(refresh: true));
        vault.Answer = Down;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
    }

    [Fact]
    public async Task Many_callers_share_one_question()
    {
        vault.Hold();
        var callers = Enumerable.Range(0, 50).Select(_ => TokenAsync().AsTask()).ToList();
        vault.Release();
        Assert.All(await Task.WhenAll(callers), token => Assert.Equal("tfe-token-1", token));
        Assert.Equal(1, vault.Questions);
    }

    [Fact]
    public async Task A_refresh_does_not_take_the_answer_to_an_ordinary_question()
    {
        vault.Hold();
        var ordinary = TokenAsync().AsTask();
        await vault.Asked(1);
        var refreshes = Enumerable.Range(0, 10).Select(_ => TokenAsync(refresh: true).AsTask()).ToList();
        await vault.Asked(2);
        vault.Release();
        Assert.Equal("tfe-token-1", await ordinary);
        Assert.All(await Task.WhenAll(refreshes), token => Assert.Equal("tfe-token-2", token));
        Assert.Equal(2, vault.Questions);
    }

    [Fact]
    public async Task A_caller_that_leaves_takes_no_one_with_it()
    {
        vault.Hold();
        using var leaving = new CancellationTokenSource();
        var first = TokenAsync(cancel: leaving.Token).AsTask();
        await vault.Asked(1);
        var second = TokenAsync().AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        vault.Release();
        Assert.Equal("tfe-token-1", await second);
    }

    [Fact]
    public async Task While_the_vault_is_down_a_token_of_the_last_hour_is_used()
    {
        await TokenAsync();
        vault.Answer = Down;
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("tfe-token-1", await TokenAsync());
        time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.Equal("tfe-token-1", await TokenAsync());
        time.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
    }

    [Fact]
    public async Task A_vault_that_is_down_is_asked_twice_a_minute_and_used_again_once_it_is_back()
    {
        await TokenAsync();
        vault.Answer = Down;
        time.Advance(CachedCredentials.Fresh);
        for (var call = 0; call < 10; call++)
            Assert.Equal("tfe-token-1", await TokenAsync());
        Assert.Equal(2, vault.Questions);

        vault.Answer = null;
        time.Advance(CachedCredentials.Pause);
        Assert.Equal("tfe-token-3", await TokenAsync());
    }

    [Fact]
    public async Task A_refresh_is_never_answered_from_the_cache()
    {
        await TokenAsync();
        vault.Answer = Down;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync(refresh: true).AsTask());
        Assert.Equal("tfe-token-1", await TokenAsync());
    }

    [Fact]
    public async Task A_vault_that_refuses_is_obeyed_at_once()
    {
        await TokenAsync();
        vault.Answer = _ => throw new CredentialUnavailableException("No.", new UnauthorizedAccessException());
        time.Advance(CachedCredentials.Fresh);
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
        vault.Answer = Down;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
    }

    [Fact]
    public async Task Without_a_token_a_vault_that_is_down_is_asked_each_time()
    {
        vault.Answer = Down;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
        vault.Answer = null;
        Assert.Equal("tfe-token-2", await TokenAsync());
    }

    [Fact]
    public async Task A_slow_vault_is_one_that_can_not_answer()
    {
        vault.Hold();
        var waiting = TokenAsync().AsTask();
        await time.AdvanceUntilAsync(waiting, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(() => waiting);
        Assert.Contains("4 s", thrown.Message, StringComparison.Ordinal);
        vault.Release();
    }

    [Fact]
    public async Task A_slow_answer_does_not_replace_a_newer_one()
    {
        vault.Hold();
        var slow = TokenAsync().AsTask();
        await vault.Asked(1);
        time.Advance(TimeSpan.FromSeconds(1));
        var refresh = TokenAsync(refresh: true).AsTask();
        await vault.Asked(2);
        vault.Release(2);
        Assert.Equal("tfe-token-2", await refresh);
        vault.Release(1);
        Assert.Equal("tfe-token-1", await slow);
        Assert.Equal("tfe-token-2", await TokenAsync());
    }

    [Fact]
    public async Task A_cancelled_call_asks_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TokenAsync(cancel: new CancellationToken(canceled: true)).AsTask());
        Assert.Equal(0, vault.Questions);
    }

    [Fact]
    public async Task What_goes_wrong_is_logged_with_its_reason_and_without_a_token()
    {
        var lines = new List<string>();
        var credentials = new CachedCredentials(vault, time, new Lines(lines));
        await credentials.GetTokenAsync("tfe-token", refresh: false, TestContext.Current.CancellationToken);
        vault.Answer = Down;
        time.Advance(CachedCredentials.Fresh);
        await credentials.GetTokenAsync("tfe-token", refresh: false, TestContext.Current.CancellationToken);
        time.Advance(CachedCredentials.Stale);
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => credentials.GetTokenAsync("tfe-token", refresh: false, TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(
            [
                "Warning The vault can't give the secret tfe-token: Down. What it gave at 2026-01-01T00:00:00.0000000+00:00 is used on.",
                "Error The vault can't give the secret tfe-token: Down.",
            ],
            lines);
    }

    private static string? Down(int question) => throw new CredentialUnavailableException("Down.");

    /// <summary>Gives a new token with each question, <c>{name}-{number of the question}</c>, when it is let.</summary>
    private sealed class Vault : ICredentialSource
    {
        private readonly TaskCompletionSource[] gates = [.. Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private readonly TaskCompletionSource[] asked = [.. Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private bool held;
        private int questions;

        public int Questions => questions;

        public bool LastWasRefresh { get; private set; }

        public Func<int, string?>? Answer { get; set; }

        public void Hold() => held = true;

        public Task Asked(int question) => asked[question].Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Release(int question) => gates[question].SetResult();

        public void Release()
        {
            foreach (var gate in gates)
                gate.TrySetResult();
        }

        public async ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken)
        {
            var question = Interlocked.Increment(ref questions);
            LastWasRefresh = refresh;
            asked[question].TrySetResult();
            if (held)
                await gates[question].Task;
            return Answer is null ? $"{secretName}-{question}" : Answer(question);
        }
    }

    private sealed class Lines(List<string> lines) : ILogger<CachedCredentials>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
