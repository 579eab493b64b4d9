namespace ServerlessMcp.Access;

/// <summary>What the gate said.</summary>
public enum GateOutcome
{
    /// <summary>410: malformed, unknown, expired or revoked. Which of them is never told.</summary>
    NotFound,

    /// <summary>401: nothing came that could be looked at, so it is no guess either.</summary>
    NoToken,

    /// <summary>401: it needs an API token, and none came.</summary>
    ApiTokenMissing,

    /// <summary>401: it needs an API token, and what came is none: malformed, unknown, expired or deleted.</summary>
    ApiTokenUnknown,

    /// <summary>401: an identity rule that made the API token was deleted or changed.</summary>
    SignInIsOver,

    /// <summary>401: what came is no API token by its form.</summary>
    NoApiToken,

    /// <summary>401: what came is the token of an MCP URL, by its form.</summary>
    UrlTokenForApiToken,

    /// <summary>401: what came is the configured admin token, which an API token with scope <c>admin</c> has ended.</summary>
    BootstrapIsOver,

    /// <summary>401: the URL is good, and the API token lacks the scope <c>call</c>.</summary>
    ApiTokenScope,

    /// <summary>401: the URL is good, and the API token is for other accounts.</summary>
    ApiTokenAccount,

    /// <summary>401 with the way to the OAuth metadata: the server is there, and needs an access token, and none came.</summary>
    AccessTokenRequired,

    /// <summary>401: an access token came that is not good here, or not any more. What is wrong with it is for the log.</summary>
    AccessTokenInvalid,

    /// <summary>403: the access token is good and lacks a scope.</summary>
    ScopeInsufficient,

    /// <summary>403: the access token is good, and the account's policy asks for an API token, which one of an issuer
    /// does not stand for.</summary>
    SecondFactorMissing,

    /// <summary>429: too many wrong tokens came from this address; this one was not looked at.</summary>
    TooManyGuesses,

    /// <summary>In.</summary>
    Admitted,
}
