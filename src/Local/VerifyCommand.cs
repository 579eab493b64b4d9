using ServerlessMcp.Audit;

namespace ServerlessMcp.Local;

/// <summary><c>serverless-mcp verify FILE…</c>: holds exports of the audit trail against their hashes and their
/// signature.</summary>
internal static class VerifyCommand
{
    /// <summary>What <c>verify --help</c> shows.</summary>
    public const string Usage = """
        serverless-mcp verify [--key FILE] FILE…

        Checks exports of one audit trail (GET …/audit?format=jsonl), all its pages in their order: finds
        an entry that was changed, dropped, added or moved, and an end that was cut off or left out.

          --key FILE   the public key, as GET /audit-key gives it, in PEM; the data folder's own if not given
          --data DIR   the data folder whose key it is

        Exit code: 0 all is as it was written, 1 something is not, 2 it could not be checked.

        """;

    /// <summary>Runs it; answers the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors)
    {
        var (files, keyFile, data) = (new List<string>(), (string?)null, new LocalSettings().DataDirectory);
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    await output.WriteAsync(Usage);
                    return 0;
                case "--key" when i + 1 < args.Count:
                    keyFile = args[++i];
                    break;
                case "--data" when i + 1 < args.Count:
                    data = args[++i];
                    break;
                default:
                    files.Add(args[i]);
                    break;
            }
        }

        keyFile ??= AuditKeyFile.PathIn(data);
        if (files.Count == 0 || files.Find(file => file.StartsWith('-')) is not null)
        {
            await errors.WriteAsync(Usage);
            return 2;
        }

        if (files.Append(keyFile).FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            await errors.WriteLineAsync(
                $"There is no file {missing}.{(missing == keyFile ? " The public key is what GET /audit-key gives as public_key." : "")}");
            return 2;
        }

        using var key = AuditKey.Read(await File.ReadAllTextAsync(keyFile));
        if (key is null)
        {
            await errors.WriteLineAsync($"{keyFile} is no ECDSA P-256 key in PEM.");
            return 2;
        }

        return await VerifyAsync(files, key, output, errors);
    }

    private static async Task<int> VerifyAsync(List<string> files, ECDsa key, TextWriter output, TextWriter errors)
    {
        var verification = new AuditVerification(key);
        foreach (var file in files)
        {
            verification.Read(file, await File.ReadAllBytesAsync(file));
        }

        foreach (var complaint in verification.Complaints.Take(20))
        {
            await errors.WriteLineAsync(complaint);
        }

        if (verification.Complaints.Count > 0)
        {
            await errors.WriteLineAsync($"{verification.Complaints.Count} findings: this is not what was written.");
            return 1;
        }

        var manifest = verification.Manifest!;
        if (!manifest.IsWhole)
        {
            await errors.WriteLineAsync(
                $"The last pages are missing: {verification.Count} entries of {manifest.Chain}, " +
                    $"{verification.First ?? manifest.First} to {manifest.Last}, are as they were written, and the " +
                    "chain went on when they were exported. "
                + "Export what follows as well (next-cursor), and verify all pages together.");
            return 1;
        }

        await output.WriteLineAsync(
            $"{verification.Count} entries of {manifest.Chain}, {verification.First ?? manifest.First} to " +
                $"{manifest.Last}, are as they were written; signed with {manifest.KeyId} at " +
                $"{manifest.ExportedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}."
            + ((verification.First ?? manifest.First) > 1
                ? " What stood before is in an earlier export, or its time was over." : ""));
        return 0;
    }
}
