using System.Net;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

/// <summary>The same rules for what is read piece by piece, and what only then can go wrong.</summary>
public sealed class BlobStreamTests : BlobResolverTests
{
    private static readonly Uri Blob = new("https://archivist.terraform.io/v1/object/s3cr3t");

    internal override BlobUpstream Upstream() => new() { Streams = true };

    [Fact]
    public async Task A_body_that_ends_early_is_cut_wherever_it_ends()
    {
        await using var download = await OpenAsync(() => new BreakingStream(new byte[1000]));
        var piece = new byte[600];
        Assert.Equal(600, await download.ReadAsync(piece));
        var failed = await Assert.ThrowsAsync<TerraformFailedException>(async () =>
        {
            while (await download.ReadAsync(piece) > 0)
            {
            }
        });
        Assert.Equal((TerraformFailure.Cut, true), (failed.Failure, failed.IsRetryable));
        Assert.Null(failed.InnerException);
        Assert.DoesNotContain("s3cr3t", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_never_goes_on_times_out()
    {
        var time = new ManualTimeProvider();
        await using var download = await OpenAsync(() => new SilentStream(), time);
        var read = download.ReadAsync(new byte[10]).AsTask();
        time.Advance(new TerraformClientOptions().Timeout);
        Assert.Equal(TerraformFailure.TimedOut, (await Assert.ThrowsAsync<TerraformFailedException>(() => read)).Failure);
    }

    private static async Task<TerraformDownload> OpenAsync(Func<Stream> body, TimeProvider? time = null)
    {
        var sender = new HttpMessageInvoker(new Always(body));
        return await new BlobResolver(sender, sender, new TerraformClientOptions(), time ?? TimeProvider.System)
            .OpenAsync(BlobUpstream.Hcp, BlobUpstream.Token, Blob, TestContext.Current.CancellationToken);
    }

    private sealed class Always(Func<Stream> body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body()) });
    }

    private sealed class BreakingStream(byte[] content) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw new HttpIOException(HttpRequestError.ResponseEnded, "https://archivist.terraform.io/v1/object/s3cr3t");
    }

    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            return await new TaskCompletionSource<int>().Task.WaitAsync(cancellationToken);
        }
    }
}
