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

    [Fact]
    public async Task No_token_and_no_path_with_one_is_in_its_log()
    {
        var output = (await RecordAsync(transcripts)).Output;
        Assert.DoesNotMatch("/mcp/smcp_|smcpapi_[A-Za-z0-9_-]{20}", output);
        Assert.DoesNotContain(ServerlessMcp.Sandbox.TerraformSandbox.OwnerToken, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Script.AdminToken, output, StringComparison.Ordinal);
    }
}
