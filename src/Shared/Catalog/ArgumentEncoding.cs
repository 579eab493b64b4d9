namespace ServerlessMcp.Catalog;

/// <summary>How an argument gives bytes.</summary>
public enum ArgumentEncoding
{
    /// <summary>As it stands, in UTF-8.</summary>
    None,

    /// <summary>In base64 (RFC 4648, 4).</summary>
    Base64,

    /// <summary>As a <see cref="JsonKind.TextMap"/> of paths to texts, which becomes a tar.gz.</summary>
    Files,
}
