namespace ServerlessMcp.Sandbox.Model;

/// <summary>Makes ids of HCP Terraform's form (prefix, dash, 16 base-58 characters) without randomness, so that two
/// sandboxes agree.</summary>
internal sealed class IdGenerator
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private long counter;
    private long requests;

    /// <summary>The id of something known by name: the same in every sandbox, whatever else is created before it.</summary>
    public static string Named(string prefix, string name) => prefix + "-" + Characters(prefix + "/" + name, 16);

    /// <summary>The next id of something created while the sandbox runs.</summary>
    public string Next(string prefix) => Named(prefix, "#" + (++counter).ToString(CultureInfo.InvariantCulture));

    /// <summary>The unguessable-looking part of a pre-signed URL.</summary>
    public string NextSecret() => "dmF1bHQ6djE6" + Characters("object#" + (++counter).ToString(CultureInfo.InvariantCulture), 32);

    public string NextRequestId() => Uuid("request#" + (++requests).ToString(CultureInfo.InvariantCulture));

    public static string Uuid(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString("D");

    private static string Characters(string seed, int count)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes("sandbox:" + seed), hash);
        var characters = new char[count];
        for (var i = 0; i < count; i++) characters[i] = Base58[hash[i] % Base58.Length];
        return new string(characters);
    }
}
