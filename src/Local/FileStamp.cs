namespace ServerlessMcp.Local;

/// <summary>By what a file is known for the one that was read: one question to the file system, where reading a record
/// again takes seven, and its parsing.</summary>
/// <param name="Written">When it was last written, in UTC.</param>
/// <param name="Length">How long it is, in bytes.</param>
internal readonly record struct FileStamp(DateTime Written, long Length)
{
    // File systems round times, FAT to two seconds. Two writes of the same length within one step have the same stamp.
    // Git's index has the same rule (racy-git).
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(3);

    /// <summary>Whether a later state will be told from this one, for it is old enough.</summary>
    public bool IsSettled => TimeProvider.System.GetUtcNow().UtcDateTime - Written > Step;

    /// <summary>That of what is there; null if nothing is.</summary>
    /// <exception cref="IOException">It can't be told.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be told.</exception>
    public static FileStamp? Of(string path)
    {
        // Exists says no when it can't tell; this throws.
        var file = new FileInfo(path);
        var attributes = file.Attributes;
        return (int)attributes == -1 ? null
            : new FileStamp(file.LastWriteTimeUtc, attributes.HasFlag(FileAttributes.Directory) ? -1 : file.Length);
    }
}
