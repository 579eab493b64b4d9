using System.Net.Http.Headers;
using Amazon.Runtime;
using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.Aws.Signing;

namespace ServerlessMcp.Lambda.Secrets;

/// <summary>
/// GetSecretValue of AWS Secrets Manager
/// (<see href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html"/>). It stands in
/// for AWSSDK.SecretsManager, which does not restore here, and has the shape of its one method: replacing it touches
/// this file and its two lines in LambdaHost.
/// </summary>
/// <param name="sender">A handler without redirects; owned by the caller.</param>
/// <param name="credentials">Whose credentials; asked each time, because those of a role change.</param>
/// <param name="region">The region, such as <c>eu-central-1</c>.</param>
/// <param name="endpoint">AWS_ENDPOINT_URL_SECRETS_MANAGER; null for the region's own.</param>
/// <param name="clock">Dates the signature, and bounds the wait.</param>
internal sealed class SecretsManager(
    HttpMessageInvoker sender, Func<CancellationToken, Task<ImmutableCredentials>> credentials, string region,
    Uri? endpoint, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private const int MaxAnswer = 256 * 1024; // A secret has at most 64 KiB; escaped it may be longer.

    private readonly Uri endpoint = endpoint
        ?? new Uri(
            $"https://secretsmanager.{region}.{Suffix(region)}/");

    // Partitions of AWS: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
    private static string Suffix(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "amazonaws.com.cn",
        _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "amazonaws.eu",
        _ => "amazonaws.com", // GovCloud too.
    };

    /// <summary>The value of the secret's current version as text; null if there is no such secret.</summary>
    /// <param name="secretId">The secret's name or ARN.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CredentialUnavailableException">
    /// No answer, a refusal, or a secret that is not text. Its cause is an <see cref="UnauthorizedAccessException"/>
    /// where Secrets Manager said no for good: the function's role may not read the secret, or the secret is marked for
    /// deletion.
    /// </exception>
    public async Task<string?> GetSecretValueAsync(string secretId, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var request = await RequestAsync(secretId, either.Token);
            using var answer = await sender.SendAsync(request, either.Token);
            await answer.Content.LoadIntoBufferAsync(MaxAnswer, either.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(either.Token);
            if (answer.IsSuccessStatusCode)
            {
                return SecretText.OfGetSecretValue(body);
            }

            var error = ErrorType(body);
            return error == "ResourceNotFoundException" ? null : throw new CredentialUnavailableException(
                $"Secrets Manager answered {(int)answer.StatusCode} {error}.",
                error is "AccessDeniedException" or "InvalidRequestException" ? new UnauthorizedAccessException(error) : null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CredentialUnavailableException($"Secrets Manager did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or AmazonClientException)
        {
            throw new CredentialUnavailableException($"Secrets Manager can't be asked: {failure.GetType().Name}.", failure);
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(string secretId, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("SecretId", secretId);
            json.WriteEndObject();
        }

        var who = await credentials(cancellationToken);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        { Content = new ReadOnlyMemoryContent(buffer.WrittenMemory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.TryAddWithoutValidation("x-amz-target", "secretsmanager.GetSecretValue");
        SignatureV4.Sign(request, buffer.WrittenSpan,
            new SignerKey(who.AccessKey, who.SecretKey, who.Token, region, "secretsmanager"), clock.GetUtcNow());
        return request;
    }

    // {"__type":"ResourceNotFoundException","Message":"…"}, the type at times with a namespace before '#'. The message
    // repeats the secret's name, so it stays behind.
    private static string ErrorType(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var type = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("__type", out var found)
                && found.ValueKind == JsonValueKind.String
                ? found.GetString()!
                : "";
            type = type[(type.LastIndexOf('#') + 1)..];
            return type.Length is > 0 and <= 80 && type.All(char.IsAsciiLetterOrDigit) ? type : "without a known error";
        }
        catch (JsonException)
        {
            return "without a known error";
        }
    }
}
