namespace ServerlessMcp.Access;

/// <summary>What the gate said.</summary>
public enum GateOutcome
{
    /// <summary>404: malformed, unknown, expired or revoked. Which of them is never told.</summary>
    NotFound,

    /// <summary>401: the URL is good, and needs an API token with scope <c>call</c> that was not there or not good.</summary>
    ApiTokenRequired,

    /// <summary>In.</summary>
    Admitted,
}
