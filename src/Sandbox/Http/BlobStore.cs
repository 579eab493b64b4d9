using Microsoft.AspNetCore.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Http;

/// <summary>The second host, archivist: pre-signed URLs that need no token and must not be sent one.</summary>
internal sealed class BlobStore(World world)
{
    public const string Prefix = "/v1/object/";

    private static readonly TimeSpan Ordinary = TimeSpan.FromHours(25);
    private readonly Dictionary<string, Blob> blobs = [];
    private readonly Dictionary<(object Owner, string Use), string> known = [];

    /// <summary>A URL for reading. The same thing keeps its URL while that is good for another day, so that documents
    /// do not change at each look.</summary>
    public string Url(SandboxRequest x, object owner, string use, string contentType, Func<byte[]> read)
    {
        if (!known.TryGetValue((owner, use), out var secret) || blobs[secret].Expires - world.Now < TimeSpan.FromHours(24))
        {
            known[(owner, use)] = secret = world.Ids.NextSecret();
            blobs[secret] = new Blob(world.Now + Ordinary, contentType, read, Write: null);
        }

        return x.BlobOrigin + Prefix + secret;
    }

    /// <summary>A URL for reading that is good for one minute, as the ones that come by 307.</summary>
    public string ShortUrl(SandboxRequest x, string contentType, Func<byte[]> read)
    {
        Sweep();
        var secret = world.Ids.NextSecret();
        blobs[secret] = new Blob(world.Now + TimeSpan.FromMinutes(1), contentType, read, Write: null);
        return x.BlobOrigin + Prefix + secret;
    }

    public string UploadUrl(SandboxRequest x, Action<byte[]> write)
    {
        var secret = world.Ids.NextSecret();
        blobs[secret] = new Blob(world.Now + Ordinary, "application/octet-stream", Read: null, write);
        return x.BlobOrigin + Prefix + secret;
    }

    public Answer Handle(HttpRequest request, byte[] body)
    {
        if (request.Headers.Authorization.Count > 0)
            return new Answer(400, "Only one auth mechanism allowed"u8.ToArray(), "text/plain");
        var secret = request.Path.Value![Prefix.Length..];
        if (!blobs.TryGetValue(secret, out var blob)) return new Answer(404, "not found"u8.ToArray(), "text/plain");
        if (blob.Expires <= world.Now) return new Answer(403, "expired"u8.ToArray(), "text/plain");
        if (HttpMethods.IsPut(request.Method) && blob.Write is not null)
        {
            blobs.Remove(secret);
            blob.Write(body);
            return new Answer(200);
        }

        if (blob.Read is null || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            return new Answer(405);
        return new Answer(200, Slice(blob.Read(), request), blob.ContentType);
    }

    private static byte[] Slice(byte[] content, HttpRequest request)
    {
        var offset = Math.Min(Number(request, "offset", 0), content.Length);
        var limit = Math.Min(Number(request, "limit", content.Length), content.Length - offset);
        return content.AsSpan((int)offset, (int)limit).ToArray();
    }

    private static long Number(HttpRequest request, string name, long otherwise) =>
        long.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private void Sweep()
    {
        foreach (var (secret, blob) in blobs.Where(b => b.Value.Expires < world.Now - TimeSpan.FromHours(1)).ToArray())
        {
            if (blob.Write is null && !known.ContainsValue(secret)) blobs.Remove(secret);
        }
    }
}
