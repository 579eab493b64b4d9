using System.Net;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access.Identity;

/// <summary>Who asks for an exchange, as far as that is seen without the proof.</summary>
/// <param name="Address">Where it comes from.</param>
/// <param name="Client">What the client calls itself.</param>
/// <param name="Deadline">For how long the store may be asked, and for whom.</param>
internal sealed record ExchangeCaller(IPAddress? Address, string? Client, StoreDeadline Deadline);
