using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ServerlessMcp.Access;

/// <summary>
/// Holds down guessing: an address that came with too many wrong tokens in a minute is not heard until the minute is over, whatever it comes with then. Tokens of 256
/// random bits can't be guessed; this bounds what trying costs us. Counted in each process for itself.
/// </summary>
/// <remarks>
/// Clouds send the agents of many customers from a few addresses, so one customer's dead URL must not close the door to all: what was let in by this process is no guess,
/// and is heard. It is checked as ever.
/// </remarks>
public sealed class Guesses(TimeProvider time, IOptions<ServerlessMcpOptions> options)
{
    private const int MostKnown = 4096;

    private readonly MinuteCounts wrong = new(time);
    private readonly Lock gate = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>How long an address is not heard, in whole seconds.</summary>
    public int RetryAfterSeconds => wrong.SecondsLeft;

    /// <summary>Whether this may not be looked at.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="presented">Stands for the tokens presented: derived from their hashes.</param>
    public bool AreTooMany(IPAddress? address, string presented)
    {
        if (wrong.Of(Network(address)) < options.Value.GuessesPerMinute)
        {
            return false;
        }

        lock (gate)
        {
            return !known.Contains(presented);
        }
    }

    /// <summary>Notes a wrong token.</summary>
    public void Wrong(IPAddress? address) => wrong.Add(Network(address));

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

    // Whoever has one IPv6 address has a network of 2^64 of them.
    internal static string Network(IPAddress? address) => address switch
    {
        null => "?",
        { AddressFamily: AddressFamily.InterNetworkV6 } => new IPNetwork(new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]), 64).ToString(),
        _ => address.ToString(),
    };
}
