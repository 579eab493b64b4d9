using Microsoft.Win32.SafeHandles;
using ServerlessMcp.Records;

namespace ServerlessMcp.Local;

/// <summary>Reading one record's file, and the one way in which the file system's troubles become the store's.</summary>
internal static class RecordFile
{
    // Of a URL or an account, nearly always. A file that ends before it fills this is read with one system call.
    private const int Most = 4096;

    /// <summary>The record, or null if there is no such file.</summary>
    /// <exception cref="StoreUnavailableException">The file is not this record. Nothing of what it holds is in the
    /// message, nor the reason that a parser would quote it in.</exception>
    public static StoredRecord? Read(string path, RecordKind kind, string owner, string id)
    {
        byte[] bytes;
        try
        {
            // Sharing everything, so that a reader never stands in the way of a rename or a removal.
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[Most];
            bytes = RandomAccess.Read(file, head, 0) is var length && length < Most ? head[..length].ToArray() : ReadAll(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return (bytes.Length > RecordEnvelope.MaxLength ? null : RecordEnvelope.Read(kind, owner, id, bytes))
            ?? throw new StoreUnavailableException(
                $"The file of {RecordFolders.Name(kind)} {id} is not this record: it is damaged, or was renamed, " +
                    "copied or written by something else.");
    }

    private static byte[] ReadAll(SafeFileHandle file)
    {
        var bytes = new byte[Math.Min(RandomAccess.GetLength(file), RecordEnvelope.MaxLength + 1)];
        for (int total = 0, read; total < bytes.Length; total += read)
        {
            read = RandomAccess.Read(file, bytes.AsSpan(total), total);
            if (read == 0)
                throw new EndOfStreamException();
        }

        return bytes;
    }

    /// <summary>Does <paramref name="work"/>; what the file system refuses is the store not answering.</summary>
    /// <param name="kind">The kind of record, for the message.</param>
    /// <param name="subject">The record's id, or what else the work is about, for the message.</param>
    /// <param name="work">What to do.</param>
    public static T Try<T>(RecordKind kind, string subject, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The file system refused {RecordFolders.Name(kind)} {subject}.", e);
        }
    }
}
