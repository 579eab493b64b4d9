using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>Each way a request fails without an answer of the API. What the upstream does answer, 404 and 500 included,
/// is no failure but a <see cref="TerraformResponse"/>.</summary>
public enum TerraformFailure
{
    /// <summary>No connection: the name isn't known, nothing listens, or it takes too long to connect. Nothing was
    /// sent.</summary>
    Unreachable,

    /// <summary>A connection, but no trust: the certificate or the TLS handshake. Nothing was sent.</summary>
    Untrusted,

    /// <summary>The account's address is http and not on loopback. Nothing was sent.</summary>
    NotHttps,

    /// <summary>The account's token is empty or has characters that no token has. Nothing was sent.</summary>
    BadToken,

    /// <summary>What the host gives the call (<see cref="TerraformClientOptions.Remaining"/>) was used up before the
    /// request. Nothing was sent.</summary>
    NoTimeLeft,

    /// <summary>No whole answer in time (<see cref="TerraformClientOptions.Timeout"/>). The request may have been
    /// carried out.</summary>
    TimedOut,

    /// <summary>The connection ended before the answer did. The request may have been carried out.</summary>
    Cut,

    /// <summary>The answer is longer than <see cref="TerraformClientOptions.MaxBodyLength"/>. The request was carried
    /// out.</summary>
    TooLarge,

    /// <summary>The answer is HTML or malformed JSON: something other than the API answered, such as a proxy's login
    /// page.</summary>
    NotJson,

    /// <summary>A link leads to http. Nothing was sent.</summary>
    LinkNotHttps,

    /// <summary>A link leads to an address that is not public, or to another port of the account's own host, and the
    /// account doesn't name it. Nothing was sent.</summary>
    LinkPrivate,

    /// <summary>A link leads on to another, more than <see cref="BlobResolver.MaxHops"/> times.</summary>
    LinkEndless,

    /// <summary>A link leads to nothing that can be fetched: no absolute URL, or an address of another tool
    /// (<c>git::…</c>).</summary>
    LinkUnknown,

    /// <summary>The object store no longer honours the link, or has lost what it led to. Links live for a minute to a
    /// day; the next call gets a new one.</summary>
    LinkExpired,

    /// <summary>The object store answered with an error of its own.</summary>
    LinkFailed,
}
