using ServerlessMcp.Records;

namespace ServerlessMcp.Local;

/// <summary>
/// How much of the disk the audit trail may take: each entry is a file, a block of 4 KiB on most file systems. At the
/// cap, or where the disk is nearly full, no entry is taken, so nothing is done that would have to be noted; what
/// stands stays, until its own retention ends it. Records and revocations have the room that is left.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="most">The most entries.</param>
/// <param name="warn">Told once when nine tenths are taken, or the disk is half way to the least.</param>
/// <param name="clock">Spaces the counting: other processes may write and sweep too.</param>
internal sealed class AuditRoom(string data, long most, Action<string> warn, TimeProvider clock)
{
    // Of a large disk: a thousand records and their temporary files. Of a small one a twentieth.
    private const long LeastFree = 64L * 1024 * 1024;
    private const int SmallDisk = 20;

    private static readonly TimeSpan CountEvery = TimeSpan.FromMinutes(1);

    private long? taken;
    private DateTimeOffset countedAt;
    private bool isWarned;

    /// <summary>Takes the room of one more entry. For who holds the store's lock.</summary>
    /// <exception cref="StoreUnavailableException">There is none.</exception>
    public void Take()
    {
        var now = clock.GetUtcNow();
        if (taken is null || (taken >= most && now - countedAt >= CountEvery))
        {
            (taken, countedAt) = (Count(), now);
        }

        if (taken >= most)
        {
            throw Full($"has {most} entries, which is the most that is kept here");
        }

        var (free, least) = Free();
        if (free < least)
        {
            throw Full($"finds {free / 1024 / 1024} MB free on its disk, and takes none of the last {least / 1024 / 1024}");
        }

        taken++;
        if (!isWarned && (taken >= most - most / 10 || free < 2 * least))
        {
            isWarned = true;
            warn($"The audit trail has {taken} of at most {most} entries, and {free / 1024 / 1024} MB of its disk " +
                $"are free. When there is no more room, calls that have to be noted are refused. {WhatToDo}");
        }
    }

    /// <summary>Gives the room of entries back that were removed.</summary>
    public void Return(long removed) => taken -= removed;

    private const string WhatToDo =
        "Export what is needed, shorten SERVERLESSMCP_AUDIT_RETENTION, raise SERVERLESSMCP_AUDIT_ENTRIES, or give " +
        "the data folder more room.";

    private static StoreUnavailableException Full(string why) =>
        new($"The audit trail {why}, so no entry is taken. {WhatToDo}")
        {
            Hint = "The audit trail is full, so nothing is done that it could not note. Tell the team that runs this " +
            "MCP server; a retry does not help."
        };

    private long Count()
    {
        var folder = Path.Combine(data, RecordFolders.Name(RecordKind.AuditEntry));
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*" + RecordFolders.Extension, SearchOption.AllDirectories).LongCount()
            : 0;
    }

    private (long Free, long Least) Free()
    {
        try
        {
            var drive = new DriveInfo(data);
            return (drive.AvailableFreeSpace, Math.Min(LeastFree, drive.TotalSize / SmallDisk));
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (long.MaxValue / 4, 0); // A file system that does not say; the write itself will.
        }
    }
}
