using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// An answer whose body is still to come: read it piece by piece (<see cref="ReadAsync"/>) or whole
/// (<see cref="ReadWholeAsync"/>), then dispose it. A body over the cap, a connection that ends early and a time-out
/// end either way of reading with a <see cref="TerraformFailedException"/>.
/// </summary>
public sealed class TerraformDownload : IAsyncDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly HttpCall call;
    private readonly byte[] head = new byte[BodyNote.MaxHead];
    private Stream? body;
    private WorkBudget? budget;
    private long total;

    internal TerraformDownload(HttpResponseMessage answer, HttpCall call) => (this.answer, this.call) = (answer, call);

    /// <summary>The HTTP status.</summary>
    public int Status => (int)answer.StatusCode;

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => answer.IsSuccessStatusCode;

    /// <summary>Whether the body is a page for people, which no log is.</summary>
    public bool IsPage => AnswerHeaders.IsPage(answer);

    /// <summary>How many bytes of the body have been read, decompressed.</summary>
    public long Read => total;

    /// <summary>What looking through the body may cost: that of the call it belongs to.</summary>
    public WorkBudget Budget
    {
        get => budget ??= new WorkBudget(call.CancellationToken);
        internal set => budget = value;
    }

    /// <summary>The most bytes read piece by piece; see <see cref="TerraformClientOptions.MaxStreamLength"/>.</summary>
    internal long MaxLength { get; init; } = long.MaxValue;

    /// <summary>Where a 3xx points. It may be a pre-signed URL.</summary>
    internal Uri? Location => AnswerHeaders.Location(answer);

    internal RateLimit RateLimit => RateLimit.Read(answer.Headers);

    internal string? RequestId => AnswerHeaders.RequestId(answer);

    /// <summary>Reads the next bytes of the body; 0 at its end.</summary>
    /// <exception cref="TerraformFailedException">The body is over the cap, or didn't come whole or in time.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        Budget.Stop();
        var read = await call.GuardAsync(
            async token => await (body ??= await answer.Content.ReadAsStreamAsync(token)).ReadAsync(buffer, token));
        if (total < head.Length)
            buffer.Span[..(int)Math.Min(read, head.Length - total)].CopyTo(head.AsSpan((int)total));
        total += read;
        return total <= MaxLength ? read : throw call.Failed(TerraformFailure.TooLarge);
    }

    /// <summary>Reads the body whole; dispose what comes as well.</summary>
    /// <param name="maxLength">The longest body read, in bytes after decompression.</param>
    /// <param name="takesHtml">Whether a successful answer may be a page for people.</param>
    /// <exception cref="TerraformFailedException">The body is over the cap, is a page, or didn't come whole or in
    /// time.</exception>
    public Task<TerraformResponse> ReadWholeAsync(int maxLength, bool takesHtml = false) =>
        call.GuardAsync(token => HttpExchange.ReadAsync(answer, call, maxLength, takesHtml, token));

    /// <summary>The failure of an answer that ended before what it held did: the connection was cut without anybody
    /// noticing.</summary>
    public TerraformFailedException EndedEarly() => call.Failed(TerraformFailure.Cut);

    /// <summary>The failure of an answer of which a part is longer than is read.</summary>
    public TerraformFailedException TooLarge() => call.Failed(TerraformFailure.TooLarge);

    /// <summary>The failure of an answer whose status is no success, where the API itself refuses what it has just
    /// named.</summary>
    public TerraformFailedException Refused() => call.Failed(TerraformFailure.LinkFailed);

    /// <summary>The failure of an answer that is not what it should be.</summary>
    public TerraformFailedException NotJson() =>
        call.Failed(TerraformFailure.NotJson,
            BodyNote.Of(answer.Content.Headers.ContentType?.MediaType,
                head.AsSpan(0, (int)Math.Min(total, head.Length))));

    /// <summary>The same, with its clock: whoever disposes of the answer ends that too.</summary>
    internal TerraformDownload Owning()
    {
        call.Own();
        return this;
    }

    /// <summary>Ends the exchange, whether the body has been read or not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (body is not null)
            await body.DisposeAsync();
        answer.Dispose();
        call.Dispose();
    }
}
