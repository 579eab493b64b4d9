using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>The forms of a state: the state file (version 4), what <c>terraform show -json</c> makes of it, and the
/// summaries inside a state version's document.</summary>
internal static class StateJson
{
    /// <summary>The state file; made once, since a state version never changes.</summary>
    public static byte[] File(StateVersion state) => state.File ??= Make(state);

    private static byte[] Make(StateVersion state)
    {
        var outputs = new JsonObject();
        foreach (var output in state.Outputs)
        {
            var value = new JsonObject { ["value"] = output.Value?.DeepClone(), ["type"] = output.DetailedType.DeepClone() };
            if (output.Sensitive) value["sensitive"] = true;
            outputs[output.Name] = value;
        }

        return Answer.Bytes(new JsonObject
        {
            ["version"] = 4,
            ["terraform_version"] = state.TerraformVersion,
            ["serial"] = state.Serial,
            ["lineage"] = state.Lineage,
            ["outputs"] = outputs,
            ["resources"] = new JsonArray([.. state.Resources.Select(Resource)]),
            ["check_results"] = null,
        });
    }

    public static byte[] Shown(StateVersion state)
    {
        var outputs = new JsonObject();
        foreach (var output in state.Outputs)
        {
            outputs[output.Name] = new JsonObject
            {
                ["sensitive"] = output.Sensitive,
                ["type"] = output.DetailedType.DeepClone(),
                ["value"] = output.Value?.DeepClone()
            };
        }

        return Answer.Bytes(new JsonObject
        {
            ["format_version"] = "1.0",
            ["terraform_version"] = state.TerraformVersion,
            ["values"] = new JsonObject
            {
                ["outputs"] = outputs,
                ["root_module"] = new JsonObject { ["resources"] = new JsonArray([.. state.Resources.Select(ShownResource)]) },
            },
        });
    }

    public static JsonArray Summary(StateVersion state) => [.. state.Resources.Select(r => (JsonNode)new JsonObject
    {
        ["name"] = r.Name,
        ["type"] = r.Kind,
        ["count"] = 1,
        ["module"] = "root",
        ["provider"] = $"provider[\"{r.Provider}\"]",
    })];

    public static JsonObject Modules(StateVersion state)
    {
        var root = new JsonObject();
        foreach (var kind in state.Resources.GroupBy(r => r.Kind)) root[kind.Key] = kind.Count();
        return new JsonObject { ["root"] = root };
    }

    public static JsonObject Providers(StateVersion state)
    {
        var providers = new JsonObject();
        foreach (var provider in state.Resources.GroupBy(r => r.Provider))
        {
            var kinds = new JsonObject();
            foreach (var kind in provider.GroupBy(r => r.Kind)) kinds[kind.Key] = kind.Count();
            providers[$"provider[\"{provider.Key}\"]"] = kinds;
        }

        return providers;
    }

    private static JsonNode Resource(StateResource resource) => new JsonObject
    {
        ["mode"] = "managed",
        ["type"] = resource.Kind,
        ["name"] = resource.Name,
        ["provider"] = $"provider[\"{resource.Provider}\"]",
        ["instances"] = new JsonArray(new JsonObject
        {
            ["schema_version"] = 0,
            ["attributes"] = resource.IsBuiltIn
                ? new JsonObject(resource.Attributes.Select(
                    a => KeyValuePair.Create(
                        a.Key, a.Key == "id" ? a.Value?.DeepClone() : TerraformType.Dynamic(a.Value))))
                : resource.Attributes.DeepClone(),
            ["sensitive_attributes"] = new JsonArray([.. resource.Sensitive.Select(SensitivePath)]),
        }),
    };

    private static JsonNode ShownResource(StateResource resource)
    {
        var marks = new JsonObject();
        foreach (var name in resource.Sensitive) marks[name] = true;
        return new JsonObject
        {
            ["address"] = resource.Address,
            ["mode"] = "managed",
            ["type"] = resource.Kind,
            ["name"] = resource.Name,
            ["provider_name"] = resource.Provider,
            ["schema_version"] = 0,
            ["values"] = resource.Attributes.DeepClone(),
            ["sensitive_values"] = marks,
        };
    }

    private static JsonNode SensitivePath(string attribute) =>
        new JsonArray(new JsonObject { ["type"] = "get_attr", ["value"] = attribute });
}
