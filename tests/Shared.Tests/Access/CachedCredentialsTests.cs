using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Tests.Access;

public sealed class CachedCredentialsTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Vault _vault = new();
    private readonly CachedCredentials _credentials;

    public CachedCredentialsTests() => _credentials = new CachedCredentials(_vault, _time, NullLogger<CachedCredentials>.Instance);

    private ValueTask<string?> TokenAsync(bool refresh = false, string name = "tfe-token", CancellationToken? cancel = null) =>
        _credentials.GetTokenAsync(name, refresh, cancel ?? TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_vault_is_asked_once_in_five_minutes()
    {
        Assert.Equal("tfe-token-1", await TokenAsync());
        _time.Advance(CachedCredentials.Fresh - TimeSpan.FromTicks(1));
        Assert.Equal("tfe-token-1", await TokenAsync());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("tfe-token-2", await TokenAsync());
        Assert.Equal(2, _vault.Questions);
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
        Assert.True(_vault.LastWasRefresh);
        Assert.Equal("tfe-token-2", await TokenAsync());
    }

    [Fact]
    public async Task No_such_secret_is_not_remembered()
    {
        _vault.Answer = _ => null;
        Assert.Null(await TokenAsync());
        _vault.Answer = null;
        Assert.Equal("tfe-token-2", await TokenAsync());
    }

    [Fact]
    public async Task A_deleted_secret_is_forgotten()
    {
        await TokenAsync();
        _vault.Answer = _ => null;
        Assert.Null(await TokenAsync(refresh: true));
        _vault.Answer = Down;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
    }

    [Fact]
    public async Task Many_callers_share_one_question()
    {
        _vault.Hold();
        var callers = Enumerable.Range(0, 50).Select(_ => TokenAsync().AsTask()).ToList();
        _vault.Release();
        Assert.All(await Task.WhenAll(callers), token => Assert.Equal("tfe-token-1", token));
        Assert.Equal(1, _vault.Questions);
    }

    [Fact]
    public async Task A_refresh_does_not_take_the_answer_to_an_ordinary_question()
    {
        _vault.Hold();
        var ordinary = TokenAsync().AsTask();
        await _vault.Asked(1);
        var refreshes = Enumerable.Range(0, 10).Select(_ => TokenAsync(refresh: true).AsTask()).ToList();
        await _vault.Asked(2);
        _vault.Release();
        Assert.Equal("tfe-token-1", await ordinary);
        Assert.All(await Task.WhenAll(refreshes), token => Assert.Equal("tfe-token-2", token));
        Assert.Equal(2, _vault.Questions);
    }

    [Fact]
    public async Task A_caller_that_leaves_takes_no_one_with_it()
    {
        _vault.Hold();
        using var leaving = new CancellationTokenSource();
        var first = TokenAsync(cancel: leaving.Token).AsTask();
        await _vault.Asked(1);
        var second = TokenAsync().AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _vault.Release();
        Assert.Equal("tfe-token-1", await second);
    }

    [Fact]
    public async Task While_the_vault_is_down_a_token_of_the_last_hour_is_used()
    {
        await TokenAsync();
        _vault.Answer = Down;
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("tfe-token-1", await TokenAsync());
        _time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.Equal("tfe-token-1", await TokenAsync());
        _time.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
    }

    [Fact]
    public async Task A_vault_that_is_down_is_asked_twice_a_minute_and_used_again_once_it_is_back()
    {
        await TokenAsync();
        _vault.Answer = Down;
        _time.Advance(CachedCredentials.Fresh);
        for (var call = 0; call < 10; call++)
            Assert.Equal("tfe-token-1", await TokenAsync());
        Assert.Equal(2, _vault.Questions);

        _vault.Answer = null;
        _time.Advance(CachedCredentials.Pause);
        Assert.Equal("tfe-token-3", await TokenAsync());
    }

    [Fact]
    public async Task A_refresh_is_never_answered_from_the_cache()
    {
        await TokenAsync();
        _vault.Answer = Down;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync(refresh: true).AsTask());
        Assert.Equal("tfe-token-1", await TokenAsync());
    }

    [Fact]
    public async Task A_vault_that_refuses_is_obeyed_at_once()
    {
        await TokenAsync();
        _vault.Answer = _ => throw new CredentialUnavailableException("No.", new UnauthorizedAccessException());
        _time.Advance(CachedCredentials.Fresh);
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
        _vault.Answer = Down;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
    }

    [Fact]
    public async Task Without_a_token_a_vault_that_is_down_is_asked_each_time()
    {
        _vault.Answer = Down;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
        _vault.Answer = null;
        Assert.Equal("tfe-token-2", await TokenAsync());
    }

    [Fact]
    public async Task A_slow_vault_is_one_that_can_not_answer()
    {
        _vault.Hold();
        var waiting = TokenAsync().AsTask();
        await _time.AdvanceUntilAsync(waiting, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(() => waiting);
        Assert.Contains("4 s", thrown.Message, StringComparison.Ordinal);
        _vault.Release();
    }

    [Fact]
    public async Task A_slow_answer_does_not_replace_a_newer_one()
    {
        _vault.Hold();
        var slow = TokenAsync().AsTask();
        await _vault.Asked(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        var refresh = TokenAsync(refresh: true).AsTask();
        await _vault.Asked(2);
        _vault.Release(2);
        Assert.Equal("tfe-token-2", await refresh);
        _vault.Release(1);
        Assert.Equal("tfe-token-1", await slow);
        Assert.Equal("tfe-token-2", await TokenAsync());
    }

    [Fact]
    public async Task A_cancelled_call_asks_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TokenAsync(cancel: new CancellationToken(canceled: true)).AsTask());
        Assert.Equal(0, _vault.Questions);
    }

    [Fact]
    public async Task What_goes_wrong_is_logged_with_its_reason_and_without_a_token()
    {
        var lines = new List<string>();
        var credentials = new CachedCredentials(_vault, _time, new Lines(lines));
        await credentials.GetTokenAsync("tfe-token", refresh: false, TestContext.Current.CancellationToken);
        _vault.Answer = Down;
        _time.Advance(CachedCredentials.Fresh);
        await credentials.GetTokenAsync("tfe-token", refresh: false, TestContext.Current.CancellationToken);
        _time.Advance(CachedCredentials.Stale);
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
        private readonly TaskCompletionSource[] _gates = [.. Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private readonly TaskCompletionSource[] _asked = [.. Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private bool _held;
        private int _questions;

        public int Questions => _questions;

        public bool LastWasRefresh { get; private set; }

        public Func<int, string?>? Answer { get; set; }

        public void Hold() => _held = true;

        public Task Asked(int question) => _asked[question].Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Release(int question) => _gates[question].SetResult();

        public void Release()
        {
            foreach (var gate in _gates)
                gate.TrySetResult();
        }

        public async ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken)
        {
            var question = Interlocked.Increment(ref _questions);
            LastWasRefresh = refresh;
            _asked[question].TrySetResult();
            if (_held)
                await _gates[question].Task;
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
