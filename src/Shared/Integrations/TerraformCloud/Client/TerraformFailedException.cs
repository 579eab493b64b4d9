namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// A request that got no answer of the API. The message is for a model: it names the host, says what happened and
/// whether a retry is safe; never a token, a path or another exception's text. There is no inner exception on purpose,
/// because those carry URLs.
/// </summary>
public sealed class TerraformFailedException : Exception
{
    /// <summary>A failure of a request.</summary>
    /// <param name="failure">How it failed.</param>
    /// <param name="address">The account's address; only its host is kept.</param>
    /// <param name="verb">The HTTP method: all but GET and HEAD may have changed something.</param>
    /// <param name="body">What came instead, as <see cref="BodyNote"/> tells it; null where nothing is to be said of it.</param>
    public TerraformFailedException(TerraformFailure failure, Uri address, HttpMethod verb, string? body = null)
        : base(Describe(failure, (address ?? throw new ArgumentNullException(nameof(address))).Host, verb, body))
    {
        Failure = failure;
        Host = address.Host;
        MayHaveTakenEffect = !IsSafe(verb) && !IsBeforeSending(failure);
    }

    /// <summary>How it failed.</summary>
    public TerraformFailure Failure { get; }

    /// <summary>The host that was asked.</summary>
    public string Host { get; }

    /// <summary>Whether the request may have been carried out all the same, so that repeating it could do it twice.</summary>
    public bool MayHaveTakenEffect { get; }

    /// <summary>Whether the request was sent at all.</summary>
    public bool WasSent => Failure is TerraformFailure.LinkExpired || !IsBeforeSending(Failure);

    /// <summary>The status of the answer that began and was none in the end; null where none began.</summary>
    public int? Status { get; init; }

    /// <summary>The API's id of the request, as that answer has it.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether the same request may succeed later and is safe to repeat.</summary>
    public bool IsRetryable => !MayHaveTakenEffect
        && (Failure is TerraformFailure.Unreachable or TerraformFailure.NoTimeLeft or TerraformFailure.TimedOut
            or TerraformFailure.Cut
        or TerraformFailure.LinkExpired or TerraformFailure.LinkFailed);

    private static bool IsSafe(HttpMethod verb) => verb == HttpMethod.Get || verb == HttpMethod.Head;

    private static bool IsBeforeSending(TerraformFailure failure) =>
        failure is TerraformFailure.Unreachable or TerraformFailure.Untrusted or TerraformFailure.NotHttps
        or TerraformFailure.BadToken or TerraformFailure.NoTimeLeft
            or TerraformFailure.LinkNotHttps or TerraformFailure.LinkPrivate or TerraformFailure.LinkUnknown
            or TerraformFailure.LinkExpired;

    private static string Describe(TerraformFailure failure, string host, HttpMethod verb, string? body)
    {
        var what = failure switch
        {
            TerraformFailure.Unreachable => $"{host} can't be reached. Nothing was sent.",
            TerraformFailure.Untrusted =>
                $"The certificate of {host} is not trusted, or it speaks no common TLS version. Nothing was sent.",
            TerraformFailure.NotHttps => $"The account's address at {host} is not https. Nothing was sent, because " +
                "the token would be readable on the way.",
            TerraformFailure.BadToken => $"The account's token for {host} is empty or malformed. Nothing was sent.",
            TerraformFailure.NoTimeLeft => $"The time for this call was used up before {host} could be asked. Nothing was sent.",
            TerraformFailure.TimedOut => $"{host} did not answer in time.",
            TerraformFailure.Cut => $"The connection to {host} ended before the answer did.",
            TerraformFailure.TooLarge => $"The answer of {host} is too large.",
            TerraformFailure.NotJson => $"{host} answered with something that is not the Terraform API's " +
                $"JSON{(body is null ? "" : ": " + body)}.",
            TerraformFailure.LinkNotHttps => $"Terraform's answer leads on to {host} without https, and is not followed there.",
            TerraformFailure.LinkPrivate =>
                $"Terraform's answer leads on to {host}, which is no public host or another port of the account's " +
                "own, and is not followed there. A platform team may allow it by the account's blob_hosts.",
            TerraformFailure.LinkEndless =>
                $"Terraform's answer leads on from host to host, lastly to {host}, too often to be followed.",
            TerraformFailure.LinkUnknown => $"The answer of {host} leads on to something that is not a web address.",
            TerraformFailure.LinkExpired =>
                $"The link that Terraform gave to {host} has expired, or what it led to is gone: call again.",
            TerraformFailure.LinkFailed => $"{host}, where Terraform keeps its files, answered with an error.",
            _ => $"The request to {host} failed.",
        };
        return IsSafe(verb) || IsBeforeSending(failure)
            ? what
            : $"{what} The {verb.Method} may have taken effect all the same.";
    }
}
