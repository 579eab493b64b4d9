namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>A resource that names another as its own.</summary>
/// <param name="Argument">The argument that takes the id of the naming resource: <c>run_id</c>.</param>
/// <param name="Type">The naming resource's type: <c>runs</c>.</param>
/// <param name="Path">What is read: the naming resource is <c>{owner}</c>, the named one, where it is read itself,
/// <c>{id}</c>.</param>
/// <param name="Relationship">
/// The relationship of the naming resource in which the id must stand. Null for a path with <c>{id}</c>, whose owners
/// must be the naming resource, and for a path that lists.
/// </param>
internal sealed record OwnerProof(string Argument, string Type, string Path, string? Relationship);
