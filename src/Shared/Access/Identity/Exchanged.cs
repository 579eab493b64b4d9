using ServerlessMcp.Accounts;

namespace ServerlessMcp.Access.Identity;

/// <summary>What became of an exchange: an API token, or an error of RFC 6749, 5.2.</summary>
/// <param name="Token">The API token; null where it was refused.</param>
/// <param name="Text">Its text, which is kept nowhere.</param>
/// <param name="Error">What is wrong; null where nothing is.</param>
/// <param name="Description">The same in words.</param>
internal sealed record Exchanged(ApiToken? Token, string? Text, string? Error, string? Description)
{
    /// <summary>The status of the refusal.</summary>
    public int Status { get; private init; } = 400;

    /// <summary>Whether it counts as a guess: nothing that came shows who it is.</summary>
    public bool IsGuess { get; private init; }

    /// <summary>A refusal of a proof that is none.</summary>
    public static Exchanged Guess(string description) =>
        new(null, null, "invalid_grant", description) { IsGuess = true };

    /// <summary>A refusal.</summary>
    public static Exchanged Refusal(string error, string description, int status = 400) =>
        new(null, null, error, description) { Status = status };
}
