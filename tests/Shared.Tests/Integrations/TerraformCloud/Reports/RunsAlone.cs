namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>Tests that measure what a thread costs: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "alone";
}
