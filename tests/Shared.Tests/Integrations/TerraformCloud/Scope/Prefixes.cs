using ServerlessMcp.Integrations.TerraformCloud.Scope;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>What ids of a type begin with, as the catalogue's arguments have it.</summary>
internal static class Prefixes
{
    private static readonly Dictionary<string, string> ByType = TerraformTools.All
        .SelectMany(tool => ToolScope.Of(tool).Arguments)
        .Select(argument => (Type: argument.Rule?.Type ?? argument.Argument.ResourceType, argument.Argument.Form?.Prefix))
        .Where(pair => pair is { Type: not null, Prefix: not null })
        .DistinctBy(pair => pair.Type)
        .ToDictionary(pair => pair.Type!, pair => pair.Prefix!);

    public static string Of(string type) => ByType.GetValueOrDefault(type) ?? type switch
    {
        "queries" => "query-",
        "stack-states" => "sts-",
        "stack-deployment-groups" => "sdg-",
        "task-result-outcomes" => "tskrsltout-",
        "tf-policy-evaluations" => "tfpoleval-",
        "tf-policy-set-outcomes" => "tfpsout-",
        _ => "x-",
    };
}
