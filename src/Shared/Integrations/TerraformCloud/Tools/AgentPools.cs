using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Agents that run Terraform in a network of one's own, their pools, and the tokens they start with.</summary>
internal static class AgentPools
{
    private static readonly string[] Area = ["agent-pools"];

    private static readonly string[] AgentArea = ["agents"];

    private static readonly string[] Fields =
    [
        "id", "name", "agent_count", "organization_scoped", "workspace_ids", "allowed_workspace_ids",
        "allowed_project_ids", "excluded_workspace_ids", "created_at",
    ];

    private static readonly string[] AgentFields = ["id", "name", "status", "ip_address", "last_ping_at"];

    private static readonly Argument[] Scope =
    [
        Attribute("organization_scoped", JsonKind.Boolean, "Default true: for all workspaces."),
        Relationship("allowed_workspace_ids", "workspaces", "ws-…; unless scoped to all."),
        Relationship("allowed_project_ids", "projects", "prj-…; if not scoped to all."),
        Relationship("excluded_workspace_ids", "workspaces", "ws-…; may not use it."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_agent_pools", "/organizations/{organization_name}/agent-pools",
            "agent-pools", Area,
            "List agent pools with how many agents are alive. agent_count 0 explains runs that wait for an agent.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Part of the name."),
                Query("allowed_workspace_name", "filter[allowed_workspaces][name]", JsonKind.Text,
                    "That this workspace may use."),
                Query("allowed_project_name", "filter[allowed_projects][name]", JsonKind.Text, "That this project may use."),
                Query("sort", "sort", JsonKind.Text, "-: descending.").OneOf("name", "-name", "created-at", "-created-at"),
            ],
            DefaultFields = ["id", "name", "agent_count", "organization_scoped", "workspace_ids"],
            Includable = ["hyok-configurations", "workspaces"],
        },

        Get("get_single_hashicorp_terraform_cloud_agent_pool_by_id", "/agent-pools/{agent_pool_id}", "agent-pools", Area,
            "Read an agent pool: who uses it, who may.") with
        {
            DefaultFields = Fields,
            Includable = ["hyok-configurations", "workspaces"],
        },

        Create("create_a_hashicorp_terraform_cloud_agent_pool", "/organizations/{organization_name}/agent-pools",
            "agent-pools", Effect.Mutate, Area,
            "Create an agent pool. Make an agent token next, and start agents.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "Letters, digits, - and _.").Required(), .. Scope],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_agent_pool_by_id", "/agent-pools/{agent_pool_id}", "agent-pools",
            Effect.Destroy, Area,
            "Rename an agent pool or change who may use it; lists replace.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "New name."), .. Scope],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_agent_pool_by_id", "/agent-pools/{agent_pool_id}", "agent-pools", Area,
            "Delete an agent pool and its tokens. Its workspaces can't run any more."),

        List("list_all_hashicorp_terraform_cloud_agents", "/agent-pools/{agent_pool_id}/agents", "agents", Area,
            "List a pool's agents and what they do: idle, busy, unknown, errored, exited.") with
        {
            Arguments =
            [
                Query("last_ping_since", "filter[last-ping-since]", JsonKind.Text, "Alive since; RFC 3339.").Instant(),
                Query("sort", "sort", JsonKind.Text, "-: newest first.").OneOf("created-at", "-created-at"),
            ],
            DefaultFields = AgentFields,
            Includable = ["workspaces"],
        },

        Get("get_single_hashicorp_terraform_cloud_agent_by_id", "/agents/{agent_id}", "agents", AgentArea,
            "An agent's status and when it was last heard of.") with
        {
            DefaultFields = AgentFields,
            Includable = ["workspaces"],
        },

        Delete("delete_a_hashicorp_terraform_cloud_agent_by_id", "/agents/{agent_id}", "agents", AgentArea,
            "Forget an agent that is unknown, errored or exited; else 412."),

        List("list_all_hashicorp_terraform_cloud_agent_tokens", "/agent-pools/{agent_pool_id}/authentication-tokens",
            "authentication-tokens", AgentArea,
            "List the tokens a pool's agents start with, without their text.") with
        {
            DefaultFields = ["id", "description", "created_at", "last_used_at", "created_by_id"],
        },

        Create("create_a_hashicorp_terraform_cloud_agent_token", "/agent-pools/{agent_pool_id}/authentication-tokens",
            "authentication-tokens", Effect.Mutate,
            [.. AgentArea, "credentials"],
            "Make a token to start a pool's agents with (TFC_AGENT_TOKEN). Shown once.") with
        {
            Arguments = [Attribute("description", JsonKind.Text, "Purpose.").Required()],
            DefaultFields = ["id", "token", "description", "created_at"],
        },
    ];
}
