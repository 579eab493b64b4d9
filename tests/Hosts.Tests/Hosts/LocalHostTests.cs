using ServerlessMcp.Hosts.Tests.Contract;

namespace ServerlessMcp.Hosts.Tests.Hosts;

/// <summary>The golden answers have the statuses that the script expects.</summary>
public sealed class LocalHostTests(Transcripts transcripts) : HostContract(transcripts)
{
    internal override Task<Transcript> RecordAsync(Transcripts transcripts) => transcripts.LocalAsync();
}
