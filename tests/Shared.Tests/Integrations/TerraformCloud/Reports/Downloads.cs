using System.Net;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>Bodies as if they came from the object store.</summary>
internal static class Downloads
{
    public static readonly Uri Link = new("https://archivist.terraform.io/v1/object/s3cr3t");

    public static async Task<TerraformDownload> OfAsync(Stream body, TerraformClientOptions? options = null)
    {
        var sender = new HttpMessageInvoker(new Always(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) }));
        return await new BlobResolver(sender, sender, options ?? new TerraformClientOptions(), TimeProvider.System)
            .OpenAsync(new() { Id = "hcp", Address = new("https://app.terraform.io"), SecretName = "s" }, "t", Link, TestContext.Current.CancellationToken);
    }

    private sealed class Always(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}

/// <summary>Gives at most so many bytes at a time.</summary>
internal sealed class PiecewiseStream(byte[] content, int piece) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer.Length > piece ? buffer[..piece] : buffer, cancellationToken);
}
