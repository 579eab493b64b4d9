namespace ServerlessMcp.Accounts;

/// <summary>
/// A key pair (P-256) whose private half only the holder of an API token opens: it is encrypted with the token's text,
/// of which the store has the hash only. So whoever reads the store can check signatures and make none; the holder, who
/// never sees the record, can't either. docs/design/oauth.md says why.
/// </summary>
/// <param name="PublicKey">SubjectPublicKeyInfo, base64.</param>
/// <param name="PrivateKey">PKCS #8 under PBES2 (AES-256-CBC, HMAC-SHA-256), base64.</param>
public sealed record SealedKey(string PublicKey, string PrivateKey)
{
    /// <summary>A new key pair, sealed with <paramref name="secret"/>.</summary>
    public static SealedKey Create(string secret)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // One iteration: they slow down guessing, and 256 random bits can't be guessed.
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1);
        return new SealedKey(
            Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            Convert.ToBase64String(key.ExportEncryptedPkcs8PrivateKey(Encoding.ASCII.GetBytes(secret), parameters)));
    }

    /// <summary>The whole key pair.</summary>
    public ECDsa Open(string secret)
    {
        var key = ECDsa.Create();
        key.ImportEncryptedPkcs8PrivateKey(Encoding.ASCII.GetBytes(secret), Convert.FromBase64String(PrivateKey), out _);
        return key;
    }

    /// <summary>The public half.</summary>
    public ECDsa Public()
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(PublicKey), out _);
        return key;
    }
}
