using System.CommandLine;
using ServerlessMcp.Audit;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>verify</c>: holds an audit trail against its hashes and its signature, out of files or as a deployment
/// exports it now.</summary>
internal static class VerifyCommand
{
    private const int MostPages = 1000;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var what = new Argument<string[]>("FILE or URL")
        { Description = "All exports of one trail in their order; or one URL, by id or mark", Arity = ArgumentArity.OneOrMore };
        var key = new Option<string?>("--key") { HelpName = "FILE", Description = "The public key in PEM, as GET /audit-key gives it" };
        var data = new Option<string?>("--data") { HelpName = "DIR", Description = "The data folder whose key it is, for files" };
        var (account, address) = (Options.Account(), Options.Address());
        var command = new Command(
            "verify", "Checks that an audit trail is as it was written")
        { what, key, data, account, address };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (named, keyFile) = (parsed.GetValue(what)!, parsed.GetValue(key));
            if (named is [var one] && !File.Exists(one) && UrlReference.IdOf(one) is not null)
            {
                using var api = Options.Connect(parsed, address, time);
                return await UrlAsync(terminal, api, one, parsed.GetValue(account), keyFile, cancellationToken);
            }

            keyFile ??= AuditKeyFile.PathIn(parsed.GetValue(data) ?? new LocalSettings().DataDirectory);
            if (named.Append(keyFile).FirstOrDefault(file => !File.Exists(file)) is { } missing)
            {
                throw new CommandException(
                    ExitCodes.Usage,
                    $"There is no file {Terminal.Clean(missing)}.{(missing == keyFile ? " The public key is what GET /audit-key gives as public_key." : "")}");
            }

            using var read = ReadKey(keyFile);
            var verification = new AuditVerification(read);
            foreach (var file in named)
            {
                verification.Read(file, await File.ReadAllBytesAsync(file, cancellationToken));
            }

            return AuditFindings.Tell(terminal, verification);
        });
        return command;
    }

    // A deployment that rewrites its trail can also show another key. Whoever kept the old key gives it as a file.
    private static async Task<int> UrlAsync(
        Terminal terminal, ApiClient api, string url, string? account, string? keyFile, CancellationToken cancellationToken)
    {
        var found = await UrlReference.FindAsync(api, url, account, orEnded: true, cancellationToken);
        using var key = keyFile is not null ? ReadKey(keyFile)
            : AuditKey.Read((await api.AskAsync(HttpMethod.Get, "/audit-key", cancellationToken)).Body.TextOf("public_key") ?? "")
            ?? throw new CommandException(ExitCodes.Usage, "What GET /audit-key gave is no ECDSA P-256 key in PEM.");
        var verification = new AuditVerification(key);
        for (var (page, cursor) = (1, ""); page <= MostPages; page++)
        {
            var export = await api.AskAsync(HttpMethod.Get, $"{found.Path}/audit?format=jsonl{cursor}", cancellationToken);
            verification.Read($"page {page}", export.Bytes);
            if (export.NextCursor is not { } next)
            {
                break;
            }

            cursor = $"&cursor={Uri.EscapeDataString(next)}";
        }

        if (keyFile is null)
        {
            terminal.Error.WriteLine("The key is the deployment's own, of now; --key FILE takes one that you kept.");
        }

        return AuditFindings.Tell(terminal, verification);
    }

    private static ECDsa ReadKey(string file)
    {
        if (!File.Exists(file))
        {
            throw new CommandException(ExitCodes.Usage, $"There is no file {Terminal.Clean(file)}.");
        }

        return AuditKey.Read(File.ReadAllText(file))
            ?? throw new CommandException(ExitCodes.Usage, $"{Terminal.Clean(file)} is no ECDSA P-256 key in PEM.");
    }
}
