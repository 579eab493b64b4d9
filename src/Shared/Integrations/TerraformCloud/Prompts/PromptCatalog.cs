using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>Every prompt, each of a file of its own.</summary>
internal static class PromptCatalog
{
    /// <summary>The prompts, in the order they are listed.</summary>
    public static IReadOnlyList<PromptDefinition> All { get; } =
    [
        InvestigateAFailedRun.Prompt,
        ReviewAPlan.Prompt,
        AuditOutputs.Prompt,
        ReviewDrift.Prompt,
        OverrideAPolicyAndApply.Prompt,
        ChangeAVariable.Prompt,
        RecoverALockedWorkspace.Prompt,
        ReadAnOutput.Prompt,
    ];
}
