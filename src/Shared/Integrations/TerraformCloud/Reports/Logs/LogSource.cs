using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>Reads pieces of a phase's log by the object store's own <c>limit</c> and <c>offset</c>, which count bytes;
/// the frame (STX, ETX) counts too.</summary>
internal static class LogSource
{
    /// <summary>The most bytes read at once. Few logs are longer; one of 4 MB has some 40,000 lines.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    private const byte Stx = 2;

    /// <summary>The bytes from <paramref name="offset"/> on, as many as there are now and fit; empty if there are no
    /// more yet.</summary>
    /// <param name="api">The account's API.</param>
    /// <param name="link">The plan's or apply's <c>log-read-url</c>.</param>
    /// <param name="offset">From 0.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="length">How many at most.</param>
    /// <exception cref="TerraformFailedException">The link may not be followed, or leads to nothing.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        TerraformSession api, Uri link, long offset, CancellationToken cancellationToken, int length = MaxLength)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(link);
        await using var blob = await api.OpenBlobAsync(At(link, offset, length), cancellationToken);
        if (!blob.IsSuccess)
            throw blob.Refused();
        if (blob.IsPage)
            throw blob.NotJson();
        var bytes = new ArrayBufferWriter<byte>(64 * 1024);
        var piece = new byte[32 * 1024];

        // A store that doesn't know offset answers from the start, which shows by the first byte of the frame; what is
        // before the offset is then let go.
        var skip = 0L;
        while (bytes.WrittenCount < length)
        {
            var isFirst = blob.Read == 0;
            var read = await blob.ReadAsync(piece);
            if (read == 0)
                break;
            if (isFirst && offset > 0 && piece[0] == Stx)
                skip = offset;
            var passed = (int)Math.Min(skip, read);
            skip -= passed;
            bytes.Write(piece.AsSpan(passed, read - passed));
        }

        return bytes.WrittenMemory[..Math.Min(length, bytes.WrittenCount)];
    }

    // As go-tfe asks for it (LogReader in its v1.go): the two join whatever the link has.
    private static Uri At(Uri link, long offset, int length)
    {
        var text = link.OriginalString;
        var separator = text.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{text}{separator}limit={length}&offset={offset}"),
            UriKind.RelativeOrAbsolute);
    }
}
