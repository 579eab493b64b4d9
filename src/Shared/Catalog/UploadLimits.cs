namespace ServerlessMcp.Catalog;

/// <summary>What an argument that gives bytes may give.</summary>
internal static class UploadLimits
{
    /// <summary>The most, in bytes; in base64 it still fits into a request of 1 MB.</summary>
    public const int MaxLength = 512 * 1024;

    /// <summary>The longest text that can be so many bytes.</summary>
    public static int MaxTextLength(Argument argument) =>
        argument.Encoding == ArgumentEncoding.Base64 ? (MaxLength + 2) / 3 * 4 : MaxLength;

    /// <summary>Whether it is a relative path that stays where it is.</summary>
    public static bool IsPath(string path) =>
        path.Length is > 0 and <= ArgumentForm.MaxLength && path[0] != '/'
        && !path.Any(character => char.IsControl(character) || character is '\\' or ':')
            && !path.Split('/').Any(segment => segment is "" or "." or "..");
}
