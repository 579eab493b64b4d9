namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>A run in trouble.</summary>
/// <param name="Name">What is the matter.</param>
/// <param name="Cause">The cause that is to be found.</param>
/// <param name="Next">The tools that are to be advised, by their short names, in order.</param>
/// <param name="Upstream">An API in which the run is so.</param>
internal sealed record Situation(string Name, string Cause, string[] Next, Func<HttpMessageHandler> Upstream)
{
    public override string ToString() => Name;
}
