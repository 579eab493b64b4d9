using ServerlessMcp.Records;

namespace ServerlessMcp.Local;

/// <summary>
/// Where a record's file is: <c>{data}/{kind}/{owner}/{id}.json</c>. The owner is a folder, so that a listing opens
/// only files it answers with; finding a record by its id looks into each owner's folder, of which there are as many as
/// there are accounts. An index beside the files could be wrong; this can't.
/// </summary>
internal sealed class RecordFolders(string data)
{
    /// <summary>How the names of records' files end.</summary>
    public const string Extension = ".json";

    public static string Name(RecordKind kind) => kind switch
    {
        RecordKind.IntegratedAccount => "integrated-account",
        RecordKind.McpServer => "mcp-server",
        RecordKind.ApiToken => "api-token",
        RecordKind.AuditEntry => "audit-entry",
        RecordKind.AuditHead => "audit-head",
        RecordKind.CallCount => "call-count",
        RecordKind.McpRequest => "mcp-request",
        RecordKind.ToolApproval => "tool-approval",
        RecordKind.IdentityRule => "identity-rule",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of record."),
    };

    public string Folder(RecordKind kind, string owner) => Path.Combine(data, Name(kind), Valid(owner));

    public string File(RecordKind kind, string owner, string id) => Path.Combine(Folder(kind, owner), Valid(id) + Extension);

    /// <summary>The owners that have, or had, records of this kind.</summary>
    public IEnumerable<string> Owners(RecordKind kind)
    {
        var folder = Path.Combine(data, Name(kind));
        return IsFolder(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))
            .Where(name => Identifier.IsValid(name)) : [];
    }

    /// <summary>The owners that have a record of this id: one, unless files were copied by hand.</summary>
    public IEnumerable<string> OwnersOf(RecordKind kind, string id)
    {
        Valid(id);
        return (RecordSeries.IsOne(kind) ? [RecordSeries.Parse(id).Owner] : Owners(kind)).Where(
            owner => IsThere(File(kind, owner, id), out _));
    }

    /// <summary>The ids of an owner's records in ordinal order. Names that no id can have (unfinished files, copies
    /// such as <c>x (1).json</c>) are not records.</summary>
    public List<string> Ids(RecordKind kind, string owner, string? afterId)
    {
        var folder = Folder(kind, owner);
        var ids = new List<string>();
        if (!IsFolder(folder))
            return ids;
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            var name = Path.GetFileName(path.AsSpan());
            if (!name.EndsWith(Extension, StringComparison.Ordinal))
                continue;
            var id = name[..^Extension.Length];
            if (Identifier.IsValid(id) && id.CompareTo(afterId, StringComparison.Ordinal) > 0)
                ids.Add(id.ToString());
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }

    /// <summary>Files that a killed writer left. Only for who holds the lock: what is unfinished then belongs to
    /// nobody.</summary>
    public IEnumerable<string> Unfinished(RecordKind kind) =>
        Owners(kind).SelectMany(owner => Directory.EnumerateFiles(Folder(kind, owner)))
        .Where(path => path.EndsWith(DurableFile.UnfinishedSuffix, StringComparison.Ordinal));

    public static string Valid(string id) =>
        Identifier.IsValid(id) ? id : throw new ArgumentException($"An id or owner is {Identifier.Form}.", nameof(id));

    /// <summary>Whether there is this folder. A file in its place, or in that of a folder above, is no empty store but
    /// a broken one.</summary>
    private bool IsFolder(string path)
    {
        if (!IsThere(path, out var attributes))
        {
            if (path != data)
                IsFolder(Path.GetDirectoryName(path)!);
            return false;
        }

        return attributes.HasFlag(FileAttributes.Directory) ? true
            : throw new IOException("A file is where a folder of the store belongs.");
    }

    /// <summary>Unlike <see cref="System.IO.File.Exists"/>, which says no when it can't tell, this throws.</summary>
    private static bool IsThere(string path, out FileAttributes attributes)
    {
        attributes = new FileInfo(path).Attributes;
        return (int)attributes != -1;
    }
}
