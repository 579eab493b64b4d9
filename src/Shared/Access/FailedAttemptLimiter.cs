using System.Buffers.Binary;
using System.Net;
using Microsoft.Extensions.Options;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access;

/// <summary>
/// Rate-limits brute force: an address that came with too many wrong tokens in a minute is not heard until the minute is
/// over, whatever it comes with then. Tokens of 256 random bits can't be guessed; this bounds what trying costs us.
/// Counted in each process for itself. A token that comes again is no new guess: a client that reconnects with a dead
/// URL must not shut out the new one behind the same address.
/// </summary>
/// <remarks>
/// Clouds send the agents of many customers from a few addresses, so one customer's dead URL must not close the door to
/// all: what was let in by this process is no guess, and is heard. It is checked as ever.
/// </remarks>
public sealed class FailedAttemptLimiter(TimeProvider time, IOptions<ServerlessMcpOptions> options)
{
    private const int MostKnown = 4096;

    // Of all addresses together, at about 30 bytes each. Beyond, each wrong token counts, new or not.
    private const int MostWrong = 100_000;

    private readonly FixedWindowCounter wrong = new(time);
    private readonly Lock gate = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly HashSet<UInt128> seen = [];
    private long minute;

    /// <summary>How long an address is not heard, in whole seconds.</summary>
    public int RetryAfterSeconds => wrong.SecondsLeft;

    /// <summary>Whether this may not be looked at.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="presented">Stands for the tokens presented: derived from their hashes.</param>
    public bool AreTooMany(IPAddress? address, string presented)
    {
        if (wrong.Of(ClientAddress.Network(address)) < options.Value.GuessesPerMinute)
        {
            return false;
        }

        lock (gate)
        {
            return !known.Contains(presented);
        }
    }

    /// <summary>Notes a wrong token; one that came before in this minute is not counted again.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="token">What was wrong. It is kept as a hash, together with the address.</param>
    public void Wrong(IPAddress? address, string token)
    {
        var network = ClientAddress.Network(address);
        if (IsNew($"{network} {token}"))
        {
            wrong.Add(network);
        }
    }

    /// <summary>Notes tokens that were let in.</summary>
    public void Right(string presented)
    {
        lock (gate)
        {
            if (known.Count == MostKnown && !known.Contains(presented))
            {
                known.Clear();
            }

            known.Add(presented);
        }
    }

    private bool IsNew(string guess)
    {
        var hash = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(guess)));
        lock (gate)
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (now != minute)
            {
                minute = now;
                seen.Clear();
            }

            return seen.Count < MostWrong ? seen.Add(hash) : !seen.Contains(hash);
        }
    }
}
