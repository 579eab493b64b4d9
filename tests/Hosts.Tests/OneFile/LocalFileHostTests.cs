using ServerlessMcp.Hosts.Tests.Contract;

namespace ServerlessMcp.Hosts.Tests.OneFile;

/// <summary>The whole script, to the byte: the file as the build.</summary>
public sealed class LocalFileHostTests(Transcripts transcripts, LocalFile file) : HostContract(transcripts)
{
    internal override Task<Transcript> RecordAsync(Transcripts transcripts) => transcripts.LocalAsync(file.Program);
}
