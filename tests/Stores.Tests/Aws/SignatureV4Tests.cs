using System.Globalization;
using Amazon.Runtime.Internal.Auth;
using ServerlessMcp.Integrations.Aws.Signing;

namespace ServerlessMcp.Stores.Tests.Aws;

/// <summary>
/// The vectors that AWS publishes: aws-sig-v4-test-suite (https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4), those with a POST.
/// </summary>
public sealed class SignatureV4Tests
{
    private static readonly DateTimeOffset Date = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    private static readonly SignerKey Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null, "us-east-1", "service");

    [Fact]
    public void Post_vanilla() => AssertSignature(
        Request(), "",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
        + "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");

    [Fact]
    public void Post_header_value_case() => AssertSignature(
        Request(("My-Header1", "VALUE1")), "",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;my-header1;x-amz-date, "
        + "Signature=cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d");

    [Fact]
    public void Post_x_www_form_urlencoded() => AssertSignature(
        Request(("Content-Type", "application/x-www-form-urlencoded")), "Param1=value1",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
        + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");

    [Fact]
    public void It_agrees_with_the_signing_key_of_the_SDK()
    {
        using var request = Request(("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "secretsmanager.GetSecretValue"));
        SignatureV4.Sign(request, """{"SecretId":"x"}"""u8, new SignerKey("AKIDEXAMPLE", "secret", "session", "eu-central-1", "secretsmanager"), Date);
        var canonical = "POST\n/\n\ncontent-type:application/x-amz-json-1.1\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\nx-amz-security-token:session\n"
            + "x-amz-target:secretsmanager.GetSecretValue\n\ncontent-type;host;x-amz-date;x-amz-security-token;x-amz-target\n"
            + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("""{"SecretId":"x"}"""u8));
        var expected = AWS4Signer.ComputeSignature("AKIDEXAMPLE", "secret", "eu-central-1", Date.UtcDateTime, "secretsmanager",
            "content-type;host;x-amz-date;x-amz-security-token;x-amz-target", canonical).Signature;
        Assert.EndsWith("Signature=" + expected, request.Headers.Authorization!.ToString(), StringComparison.Ordinal);
    }

    private static HttpRequestMessage Request(params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://example.amazonaws.com/") { Content = new ByteArrayContent([]) };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private static void AssertSignature(HttpRequestMessage request, string body, string authorization)
    {
        using (request)
        {
            SignatureV4.Sign(request, System.Text.Encoding.UTF8.GetBytes(body), Key, Date);
            Assert.Equal(authorization, request.Headers.Authorization!.ToString());
            Assert.Equal(Date.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), request.Headers.GetValues("x-amz-date").Single());
        }
    }
}
