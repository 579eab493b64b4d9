namespace ServerlessMcp.Lambda.Secrets;

/// <summary>
/// The AWS Parameters and Secrets Lambda Extension, a layer that serves secrets on loopback and caches them for at most 300 s
/// (<see href="https://docs.aws.amazon.com/lambda/latest/dg/with-secrets-manager.html"/>).
/// </summary>
/// <param name="sender">A handler without redirects and without proxy; owned by the caller.</param>
/// <param name="port">PARAMETERS_SECRETS_EXTENSION_HTTP_PORT.</param>
/// <param name="sessionToken">AWS_SESSION_TOKEN, by which the extension knows that it is the function who asks.</param>
/// <param name="clock">Bounds the wait.</param>
internal sealed class SecretsExtension(HttpMessageInvoker sender, int port, Func<string?> sessionToken, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private const int MaxAnswer = 256 * 1024;

    /// <summary>
    /// The value of the secret's current version as text; null if the extension has no answer. While a function starts
    /// it is not ready (400), and its errors don't tell a missing secret from trouble: whoever wants to know asks
    /// Secrets Manager itself.
    /// </summary>
    public async Task<string?> TryGetSecretValueAsync(string secretId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(
                $"http://localhost:{port}/secretsmanager/get?secretId={Uri.EscapeDataString(secretId)}"));
        request.Headers.TryAddWithoutValidation("X-Aws-Parameters-Secrets-Token", sessionToken());
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var answer = await sender.SendAsync(request, either.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return null;
            }

            await answer.Content.LoadIntoBufferAsync(MaxAnswer, either.Token);
            return SecretText.OfGetSecretValue(await answer.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception failure)
            when (failure is HttpRequestException or IOException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
