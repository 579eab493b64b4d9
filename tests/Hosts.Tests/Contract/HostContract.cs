namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>
/// Hosts translate and decide nothing: to the same requests they give the same answers, to the byte. A host's tests derive from it and start its real executable;
/// the golden answers are those of the one-machine host. <see cref="Normal"/> has what may differ.
/// </summary>
public abstract class HostContract(Transcripts transcripts)
{
    internal abstract Task<Transcript> RecordAsync(Transcripts transcripts);

    public static TheoryData<string> Names => [.. Script.Steps.Select(step => step.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_answers_as_the_one_machine_host_does(string step)
    {
        var golden = (await transcripts.LocalAsync()).Answers[step];
        var own = (await RecordAsync(transcripts)).Answers[step];
        Assert.Equal(Script.Steps.Single(entry => entry.Name == step).Status, own.Status);
        Assert.Equal(Normal.Of(golden.Told), Normal.Of(own.Told), ignoreLineEndingDifferences: false);
    }

    /// <summary>
    /// The script carries every kind of secret, well and badly: URL and API tokens in paths and headers, the Terraform token out of the vault, pre-signed URLs and redirects, a
    /// sensitive variable; and the host's own to its cloud. Hosts run it with their log at Trace.
    /// </summary>
    [Fact]
    public async Task No_secret_is_in_its_log_at_Trace()
    {
        var transcript = await RecordAsync(transcripts);
        Assert.Contains("Hosting start", transcript.Output, StringComparison.Ordinal); // Which is logged at Debug.
        Assert.All((string[])["a log, behind a pre-signed URL", "a plan, behind a redirect", "a sensitive variable"], step => Assert.False((bool?)transcript.Answers[step].Json["result"]?["isError"], transcript.Answers[step].Text));
        Assert.All(transcript.Secrets, secret => Assert.DoesNotContain(secret, transcript.Output, StringComparison.Ordinal));
        Assert.DoesNotMatch("(?i)smcp_|smcpapi_|Bearer |eyJ[A-Za-z0-9_-]{20}|/mcp/[A-Za-z0-9]", transcript.Output);
    }
}
