using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ServerlessMcp.Local;

/// <summary>
/// Files that are there whole or not at all, also after a kill or a power cut: written under another name, flushed,
/// renamed, and the folder flushed, because a rename or a removal is a change of the folder. What it makes is readable
/// by nobody but this user.
/// </summary>
internal static partial class DurableFile
{
    /// <summary>How the names of files end that are not renamed yet.</summary>
    public const string UnfinishedSuffix = ".tmp";

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder)!;
        CreateFolder(parent);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerFolder);
        FlushFolder(parent);
    }

    /// <summary>Opens <paramref name="path"/> for this user and this handle alone. The mode is part of creating it:
    /// there is no moment in which others can read.</summary>
    public static FileStream OpenExclusive(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }

    /// <summary>Writes the whole file; without <paramref name="flush"/> it survives a kill, and a power cut only by
    /// chance.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite, bool flush = true)
    {
        var unfinished = $"{path}.{Path.GetRandomFileName()}{UnfinishedSuffix}";
        try
        {
            using (var file = OpenExclusive(unfinished, FileMode.CreateNew))
            {
                file.Write(bytes);
                if (flush)
                    file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        if (flush)
            FlushFolder(Path.GetDirectoryName(path)!);
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>.NET opens no folders, and Windows needs no such flush: NTFS keeps a journal of names.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = Open(folder, flags: 0);
        if (handle.IsInvalid)
            throw new IOException($"A folder can't be opened to flush it: error {Marshal.GetLastPInvokeError()}.");
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);
}
