namespace ServerlessMcp.Catalog;

/// <summary>
/// What tools of one integration ask another (<see cref="ToolDefinition.Asks"/>, <see cref="ToolCatalog.Answers"/>), so
/// that neither knows the other. Each says what arguments it takes and what the answer has; a tool that answers it may
/// take and answer more. What an answer says of itself (<c>next_cursor</c>, <c>not_read</c>, an <c>error</c>) is for the
/// tool that asked to pass on. A new question is a line here, and one in the catalogue that answers it.
/// </summary>
internal static class JointQuestions
{
    /// <summary>
    /// What a workspace has deployed: the resources of its current state. Takes <c>workspace_id</c> (an id or a name),
    /// and may take <c>type</c> (a glob), <c>include_values</c>, <c>page_size</c> (1 to 100), <c>cursor</c>. Answers
    /// <c>{items: [{address, type, provider, values}], next_cursor, total_count}</c>, sensitive values withheld.
    /// </summary>
    public const string WorkspaceState = "workspace_state";

    /// <summary>
    /// The same over the workspaces of a project. Takes <c>project_id</c>, and may take <c>type</c>,
    /// <c>include_values</c>, <c>cursor</c>. Answers <c>{workspaces, states_read, items: [{workspace_id, workspace_name,
    /// resources: [as above], more_resources}], next_cursor, not_read}</c>: of a workspace with
    /// <c>more_resources</c> the rest is asked by <see cref="WorkspaceState"/>.
    /// </summary>
    public const string ProjectState = "project_state";

    /// <summary>The modules of a private registry. May take <c>search</c>, <c>provider</c>, <c>registry_name</c>
    /// (<c>private</c>, <c>public</c>; both if not given), <c>page_size</c>, <c>cursor</c>. Answers <c>{items, next_cursor}</c>, a module each.</summary>
    public const string PrivateModules = "private_modules";

    /// <summary>The providers of a private registry. May take <c>search</c>, <c>registry_name</c>, <c>page_size</c>,
    /// <c>cursor</c>. Answers <c>{items, next_cursor}</c>, a provider each.</summary>
    public const string PrivateProviders = "private_providers";
}
