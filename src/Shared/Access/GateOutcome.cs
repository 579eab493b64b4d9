namespace ServerlessMcp.Access;

/// <summary>What the gate said.</summary>
public enum GateOutcome
{
    /// <summary>404: malformed, unknown, expired or revoked. Which of them is never told.</summary>
    NotFound,

    /// <summary>401: the URL is good, and needs an API token with scope <c>call</c> that was not there or not good.</summary>
    ApiTokenRequired,

    /// <summary>401 with the way to the OAuth metadata: the server is there, and needs an access token, and none came.</summary>
    AccessTokenRequired,

    /// <summary>401: an access token came that is not good here, or not any more. What is wrong with it is for the log.</summary>
    AccessTokenInvalid,

    /// <summary>403: the access token is good and lacks a scope.</summary>
    ScopeInsufficient,

    /// <summary>403: the access token is good, and the account's policy asks for an API token, which one of an issuer does not stand for.</summary>
    SecondFactorMissing,

    /// <summary>429: too many wrong tokens came from this address; this one was not looked at.</summary>
    TooManyGuesses,

    /// <summary>In.</summary>
    Admitted,
}
