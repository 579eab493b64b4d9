using System.Buffers.Text;
using System.Text;

namespace ServerlessMcp.Testing;

/// <summary>A managed identity's token as Microsoft Entra makes it, but that nobody has signed: Azurite checks audience, issuer and times.</summary>
public static class UnsignedToken
{
    public static string For(string audience)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = $$"""{"aud":"{{audience}}","iss":"https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/","iat":{{now - 60}},"nbf":{{now - 60}},"exp":{{now + 3600}}}""";
        return $"{Part("""{"alg":"RS256","typ":"JWT"}""")}.{Part(claims)}.{Part("none")}";
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
