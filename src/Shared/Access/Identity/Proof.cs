namespace ServerlessMcp.Access.Identity;

/// <summary>A proof of identity that somebody came with.</summary>
/// <param name="Token">The JWT.</param>
/// <param name="Nonce">What a person's has to say, so that it is of the sign-in that was begun with the same verifier;
/// null for a machine's.</param>
/// <param name="Scope">The scopes asked for; null for all that the rules give.</param>
internal sealed record Proof(string Token, string? Nonce, string? Scope)
{
    /// <summary>Whether it is a person's.</summary>
    public bool IsPerson => Nonce is not null;
}
