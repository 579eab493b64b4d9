using System.Net.Http.Headers;

namespace ServerlessMcp.Integrations.Aws.Signing;

/// <summary>
/// AWS Signature Version 4 for one POST of JSON
/// (<see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>).
/// AWSSDK.Core's own signer works on its request pipeline, which needs a service package to be driven; that of Secrets
/// Manager does not restore here. Held against the vectors AWS publishes.
/// </summary>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Signs <paramref name="request"/>: sets <c>x-amz-date</c>, <c>x-amz-security-token</c> where there is
    /// one, and <c>Authorization</c>. The path must need no escaping, and no query.</summary>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, SignerKey key, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        if (key.SessionToken is { Length: > 0 } session)
        {
            request.Headers.TryAddWithoutValidation("x-amz-security-token", session);
        }

        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority };
        foreach (var (name, values) in request.Headers.Concat(
            request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values.Select(value => value.Trim()));
        }

        var signed = string.Join(';', headers.Keys);
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        var canonical =
            $"{request.Method.Method}\n{request.RequestUri.AbsolutePath}\n\n{lines}\n{signed}\n{Hash(body)}";
        var scope = $"{time[..8]}/{key.Region}/{key.Service}/aws4_request";
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var signing = Mac(
            Mac(Mac(Mac(Encoding.UTF8.GetBytes("AWS4" + key.SecretKey), time[..8]), key.Region), key.Service),
            "aws4_request");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            Algorithm, $"Credential={key.AccessKey}/{scope}, SignedHeaders={signed}, " +
                $"Signature={Convert.ToHexStringLower(Mac(signing, toSign))}");
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
