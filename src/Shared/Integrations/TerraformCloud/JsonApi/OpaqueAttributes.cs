namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// Attributes whose inside is somebody's own data: keys are not renamed, nulls and empty objects are kept. Their
/// strings are still withheld when they are pre-signed URLs.
/// </summary>
internal static class OpaqueAttributes
{
    private static readonly string[] Names =
    [
        "value",            // vars, state-version-outputs: a Terraform value of any type
        "detailed_type",    // state-version-outputs: a Terraform type, with the user's attribute names
        "sentinel",         // policy-checks: result.sentinel, with policy and rule names as keys
        "modules",          // state-versions: counts by module address and resource type
        "providers",        // state-versions: counts by provider address
        "output",           // policy-set-outcomes: what an OPA query answered
        "headers",          // notification-configurations: delivery-responses[].headers
        "params",           // tasks
        "tags", "labels", "annotations", "metadata",    // free maps wherever they stand
    ];

    private static readonly FieldNode Set =
        new(false, false, Names.Select(name => KeyValuePair.Create(name, FieldNode.All)), any: null);

    /// <summary>Whether an attribute of this snake_case name is opaque.</summary>
    public static bool Contains(ReadOnlySpan<byte> name) => Set.Child(name) is not null;

    /// <summary>The same for text.</summary>
    public static bool Contains(string name) => Contains(Encoding.UTF8.GetBytes(name));
}
