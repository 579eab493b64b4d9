namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>A resource instance in a state.</summary>
/// <param name="Address">Where it stands: <c>module.vpc.aws_subnet.a["eu-1a"]</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Provider">Its provider: <c>hashicorp/aws</c>, with its host where that isn't the public registry.</param>
/// <param name="Note"><c>tainted</c> or <c>deposed</c>; null for neither.</param>
/// <param name="Values">Its attributes as JSON, without sensitive ones; null if they were not asked for.</param>
internal sealed record StateResource(
    string Address, string Type, string Provider, string? Note, IReadOnlyList<KeyValuePair<string, string>>? Values);
