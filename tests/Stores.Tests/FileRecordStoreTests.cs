using System.Text;
using ServerlessMcp.Local;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>The contract over files, and what is the file store's own.</summary>
[Trait("Store", "file")]
public sealed class FileRecordStoreTests : RecordStoreContract, IDisposable
{
    private readonly TemporaryFolder data = new();

    public void Dispose() => data.Dispose();

    protected override IRecordStore CreateStore() => new FileRecordStore(data["data"], TimeProvider.System);

    private string PathOf(string id, string owner = "sandbox") => Path.Combine(data["data"], "mcp-server", owner, id + ".json");

    [Fact]
    public async Task Making_and_reading_a_store_touches_no_disk()
    {
        var store = CreateStore();
        Assert.Null(await store.GetAsync(Kind, "mcp-1", Cancel));
        Assert.Empty(await store.ListAsync(Kind, "sandbox", null, 10, Cancel));
        Assert.False(Directory.Exists(data["data"]));
    }

    [Fact]
    public async Task A_record_is_one_file_of_JSON_that_says_what_it_is()
    {
        await CreatedAsync(CreateStore(), Record("mcp-1", content: """{"name":"x"}""") with { ExpiresAt = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero) });
        Assert.Equal(["mcp-1.json"], Directory.GetFiles(Path.GetDirectoryName(PathOf("mcp-1"))!).Select(Path.GetFileName));
        Assert.Matches(
            """^\{"kind":"mcp-server","id":"mcp-1","owner":"sandbox","expires_at":"2026-08-01T12:00:00\+00:00","nonce":"[0-9a-f]{16}","content":\{"name":"x"\}\}$""",
            await File.ReadAllTextAsync(PathOf("mcp-1"), Cancel));
    }

    [Fact]
    public async Task What_another_process_did_to_a_file_is_seen_at_the_next_read_however_long_it_lay_there()
    {
        var (here, another) = (CreateStore(), CreateStore());
        var stored = await CreatedAsync(another, Record("mcp-1", content: """{"name":"a"}"""));
        File.SetLastWriteTimeUtc(PathOf("mcp-1"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        for (var again = 0; again < 2; again++)
            Assert.Equal(stored.Version, (await here.GetAsync(Kind, "mcp-1", Cancel))?.Version);

        Assert.True(await another.ReplaceAsync(stored with { Content = """{"name":"b"}"""u8.ToArray() }, Cancel));
        Assert.Equal("""{"name":"b"}""", Encoding.UTF8.GetString((await here.GetAsync(Kind, "mcp-1", Cancel))!.Content.Span));

        Assert.True(await another.DeleteAsync(Kind, "mcp-1", Cancel));
        Assert.Null(await here.GetAsync(Kind, "mcp-1", Cancel));
    }

    [Fact]
    public async Task Two_states_that_the_file_system_gave_the_same_time_are_told_apart()
    {
        var (here, another) = (CreateStore(), CreateStore());
        var stored = await CreatedAsync(another, Record("mcp-1", content: """{"name":"a"}"""));
        var written = File.GetLastWriteTimeUtc(PathOf("mcp-1"));
        Assert.NotNull(await here.GetAsync(Kind, "mcp-1", Cancel));

        Assert.True(await another.ReplaceAsync(stored with { Content = """{"name":"b"}"""u8.ToArray() }, Cancel));
        File.SetLastWriteTimeUtc(PathOf("mcp-1"), written);

        Assert.Equal("""{"name":"b"}""", Encoding.UTF8.GetString((await here.GetAsync(Kind, "mcp-1", Cancel))!.Content.Span));
    }

    [Fact]
    public async Task Folders_and_files_are_this_users_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        var stored = await CreatedAsync(CreateStore(), Record("mcp-1"));
        await CreateStore().ReplaceAsync(stored, Cancel);
        foreach (var folder in Directory.EnumerateDirectories(data.Path, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        foreach (var file in Directory.EnumerateFiles(data.Path, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task The_id_of_a_damaged_file_is_listed_and_it_can_be_deleted()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-1"));
        await File.WriteAllTextAsync(PathOf("mcp-1"), "{", Cancel);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ListAsync(Kind, "sandbox", null, 10, Cancel));
        Assert.Equal(["mcp-1"], await store.ListIdsAsync(Kind, "sandbox", null, 10, Cancel));
        Assert.True(await store.DeleteAsync(Kind, "mcp-1", Cancel));
        Assert.Empty(await store.ListIdsAsync(Kind, "sandbox", null, 10, Cancel));
    }

    [Fact]
    public async Task The_audit_trail_takes_so_many_entries_and_says_so_before_and_at_the_cap_and_keeps_what_stands()
    {
        var (warnings, clock) = (new List<string>(), new ManualTimeProvider());
        IRecordStore Store() => new FileRecordStore(data["data"], clock, 20, warnings.Add);
        var store = Store();
        for (var number = 1; number <= 20; number++)
        {
            Assert.Equal(number > 18 ? 1 : 0, warnings.Count);
            Assert.True(await store.CreateAsync(Entry(number, clock), Cancel));
        }

        Assert.Contains("18 of at most 20 entries", Assert.Single(warnings), StringComparison.Ordinal);
        foreach (var instance in new[] { store, Store() })
        {
            var full = await Assert.ThrowsAsync<StoreUnavailableException>(() => instance.CreateAsync(Entry(21, clock), Cancel));
            Assert.Contains("20 entries, which is the most that is kept here", full.Message, StringComparison.Ordinal);
            Assert.Contains("SERVERLESSMCP_AUDIT_ENTRIES", full.Message, StringComparison.Ordinal);
            Assert.NotNull(full.Hint);
        }

        // Everything else goes on, and nothing that stands is lost.
        Assert.True(await store.CreateAsync(Record("mcp-1"), Cancel));
        Assert.True(await store.DeleteAsync(Kind, "mcp-1", Cancel));
        Assert.Equal(20, (await store.ListAsync(RecordKind.AuditEntry, "mcp-0", null, 100, Cancel)).Count);

        // Whose time is over makes room, whichever process sweeps.
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(20, await Store().DeleteExpiredAsync(clock.GetUtcNow(), Cancel));
        Assert.True(await store.CreateAsync(Entry(21, clock), Cancel));
    }

    private static StoredRecord Entry(int number, TimeProvider clock) =>
        new(RecordKind.AuditEntry, RecordSeries.Id("mcp-0", number), "mcp-0", "{}"u8.ToArray()) { ExpiresAt = clock.GetUtcNow() + TimeSpan.FromHours(1) };

    public static TheoryData<string> Damage => new(
        "", "{", "\0\0\0\0", "[]", "null", "{}", """{"name":"secret-content"}""",
        """{"kind":"api-token","id":"bad","owner":"sandbox","expires_at":null,"nonce":"0","content":"secret-content"}""",
        """{"kind":"mcp-server","id":"other","owner":"sandbox","expires_at":null,"nonce":"0","content":"secret-content"}""",
        """{"kind":"mcp-server","id":"bad","owner":"other","expires_at":null,"nonce":"0","content":"secret-content"}""",
        """{"kind":"mcp-server","id":"bad","owner":"sandbox","expires_at":"secret-content","nonce":"0","content":{}}""",
        """{"kind":"mcp-server","id":"bad","owner":"sandbox","expires_at":7,"nonce":"0","content":"secret-content"}""",
        """{"kind":"mcp-server","id":"bad","owner":"sandbox","expires_at":null,"nonce":"0","content":"secret-content""",
        $$"""{"kind":"mcp-server","id":"bad","owner":"sandbox","expires_at":null,"nonce":"0","content":"{{new string('x', 40_000)}}"}""");

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task A_damaged_file_is_a_store_that_cannot_answer_for_it_until_it_is_deleted(string content)
    {
        var store = CreateStore();
        var good = await CreatedAsync(store, Record("good"));
        await File.WriteAllTextAsync(PathOf("bad"), content, Cancel);

        var read = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(Kind, "bad", Cancel));
        Assert.Contains("mcp-server bad", read.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-content", read.ToString(), StringComparison.Ordinal);
        var list = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ListAsync(Kind, "sandbox", null, 10, Cancel));
        Assert.Contains("mcp-server bad", list.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReplaceAsync(Record("bad") with { Version = "1" }, Cancel));
        Assert.False(await store.CreateAsync(Record("bad"), Cancel));

        Assert.Equal(good.Version, (await store.GetAsync(Kind, "good", Cancel))!.Version);
        Assert.True(await store.DeleteAsync(Kind, "bad", Cancel));
        Assert.Single(await store.ListAsync(Kind, "sandbox", null, 10, Cancel));
    }

    [Fact]
    public async Task Content_that_is_not_JSON_is_an_argument_error() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => CreateStore().CreateAsync(Record("mcp-1", content: "{"), Cancel));

    [Fact]
    public async Task Sweeping_removes_what_it_can_then_names_the_file_it_can_not_read()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("zz-old") with { ExpiresAt = DateTimeOffset.UnixEpoch });
        await File.WriteAllTextAsync(PathOf("bad"), "", Cancel);
        var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.DeleteExpiredAsync(DateTimeOffset.MaxValue, Cancel));
        Assert.Contains("mcp-server bad", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([PathOf("bad")], Directory.GetFiles(Path.GetDirectoryName(PathOf("bad"))!));
    }

    [Theory]
    [InlineData("mcp-1.json.x3kd0s1z.k2p.tmp")]
    [InlineData("mcp-1 (copy).json")]
    [InlineData(".DS_Store")]
    [InlineData("MCP-1.JSON")]
    public async Task Files_with_names_that_no_id_has_are_no_records(string name)
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-2"));
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(PathOf("mcp-1"))!, name), "half a reco", Cancel);
        Assert.Null(await store.GetAsync(Kind, "mcp-1", Cancel));
        Assert.Equal("mcp-2", Assert.Single(await store.ListAsync(Kind, "sandbox", null, 10, Cancel)).Id);
        Assert.True(await store.CreateAsync(Record("mcp-1"), Cancel));
    }

    [Fact]
    public async Task Sweeping_removes_files_that_a_killed_writer_left()
    {
        var store = CreateStore();
        await CreatedAsync(store, Record("mcp-1"));
        await File.WriteAllTextAsync(PathOf("mcp-1") + ".x3kd0s1z.k2p.tmp", "half a reco", Cancel);
        Assert.Equal(0, await store.DeleteExpiredAsync(DateTimeOffset.UnixEpoch, Cancel));
        Assert.Equal([PathOf("mcp-1")], Directory.GetFiles(Path.GetDirectoryName(PathOf("mcp-1"))!));
    }

    [Theory]
    [InlineData("data")]
    [InlineData("data/mcp-server")]
    [InlineData("data/mcp-server/sandbox")]
    public async Task A_folder_that_can_not_be_written_is_a_store_that_can_not_answer(string path)
    {
        // A file where a folder belongs: unlike modes, that stops root too.
        Directory.CreateDirectory(Path.GetDirectoryName(data[path])!);
        await File.WriteAllTextAsync(data[path], "", Cancel);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CreateStore().CreateAsync(Record("mcp-1"), Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CreateStore().ListAsync(Kind, "sandbox", null, 10, Cancel));
    }

    [Fact]
    public async Task A_folder_where_a_file_belongs_is_a_store_that_can_not_answer()
    {
        Directory.CreateDirectory(PathOf("mcp-1"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CreateStore().GetAsync(Kind, "mcp-1", Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CreateStore().DeleteAsync(Kind, "mcp-1", Cancel));
    }

    [Fact]
    public async Task A_record_keeps_its_owner()
    {
        var store = CreateStore();
        var stored = await CreatedAsync(store, Record("mcp-1", "acme"));
        Assert.False(await store.ReplaceAsync(stored with { Owner = "beta" }, Cancel));
        Assert.Equal("acme", (await store.GetAsync(Kind, "mcp-1", Cancel))!.Owner);
    }

    [Fact]
    public async Task A_writer_waits_for_the_lock_and_can_be_cancelled_meanwhile()
    {
        await CreatedAsync(CreateStore(), Record("mcp-1"));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<bool> waiting;
        await using (new FileStream(Path.Combine(data["data"], ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var cancelled = CreateStore().DeleteAsync(Kind, "mcp-1", cancel.Token);
            waiting = CreateStore().CreateAsync(Record("mcp-2"), Cancel);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            Assert.NotNull(await CreateStore().GetAsync(Kind, "mcp-1", Cancel));
            Assert.False(waiting.IsCompleted);
        }

        Assert.True(await waiting);
    }
}
