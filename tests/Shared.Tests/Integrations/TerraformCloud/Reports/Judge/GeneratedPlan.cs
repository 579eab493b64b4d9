using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Judge;

/// <summary>
/// A configuration of 25 modules, each with a situation of a resource, before and after a change of it, and what the real command makes of it. The situations of plan 0 to 11
/// are of every kind, and no two have the same values.
/// </summary>
internal sealed class GeneratedPlan
{
    public const int Modules = 25;

    private static readonly string[] ModuleKeys = ["", "", "plain", "a b", "two  spaces", "x.y[\"z\"]", "*", "what?", "me@here:1", "über", "tab\there", "zero\u200dwidth", "back\\slash", "${z}", new string('k', 520)];

    private readonly List<string> secrets = [];
    private readonly StringBuilder root = new();
    private readonly StringBuilder rootAfter = new();

    /// <summary>Everything that is marked somewhere, before or after.</summary>
    public IReadOnlyList<string> Secrets => [.. secrets, "not-so-secret"];

    /// <summary>The plan's JSON, as the command shows it.</summary>
    public string Json { get; private set; } = "";

    /// <summary>The command's own words.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>Makes it: the first configuration is applied, the second planned.</summary>
    public static async Task<GeneratedPlan> MakeAsync(TerraformCommand terraform, int number)
    {
        var plan = new GeneratedPlan();
        var random = new Random(4711 + number);
        List<(string File, string After)> later = [];
        for (var index = 0; index < Modules; index++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"m{index}");
            var key = ModuleKeys[random.Next(ModuleKeys.Length)];
            var (before, after) = plan.Situation(random, (number * Modules + index) % Kinds, key.Length == 0 ? $"module.{name}" : $"module.{name}[{GeneratedValue.Quoted(key)}]");
            await terraform.WriteAsync($"{name}/main.tf", Head + before);
            later.Add(($"{name}/main.tf", Head + after));
            plan.Call(name, key, index);
        }

        await terraform.WriteAsync("main.tf", "variable \"secrets\" {\n  type      = map(string)\n  sensitive = true\n}\n" + plan.root);
        var values = new JsonObject();
        for (var index = 0; index < Modules; index++)
        {
            foreach (var which in (string[])["old", "new"])
            {
                var secret = string.Create(CultureInfo.InvariantCulture, $"SECRET-{number}-{index}-{which}-{random.Next():x8}");
                plan.secrets.Add(secret);
                values[string.Create(CultureInfo.InvariantCulture, $"{which}{index}")] = secret;
            }
        }

        await terraform.WriteAsync("terraform.tfvars.json", new JsonObject { ["secrets"] = values }.ToJsonString());
        await terraform.RunAsync("init", "-no-color");
        await terraform.RunAsync("apply", "-auto-approve", "-no-color", "-refresh=false", "-compact-warnings");
        foreach (var (file, text) in later)
        {
            await terraform.WriteAsync(file, text);
        }

        await terraform.WriteAsync("after.tf", plan.rootAfter.ToString());
        await terraform.RunAsync("plan", "-out=plan", "-no-color", "-compact-warnings");
        plan.Json = await terraform.RunAsync("show", "-json", "plan");
        plan.Shown = await terraform.RunAsync("show", "-no-color", "plan");
        return plan;
    }

    /// <summary>The plan as the API gives it to those who may not see secrets: what is marked has another text.</summary>
    public static string Redacted(string json)
    {
        var plan = JsonNode.Parse(json)!.AsObject();
        foreach (var change in plan["resource_changes"]!.AsArray().Concat(plan["resource_drift"]?.AsArray() ?? []).Select(resource => resource!["change"]!.AsObject())
            .Concat((plan["output_changes"]?.AsObject() ?? []).Select(output => output.Value!.AsObject())))
        {
            foreach (var side in (string[])["before", "after"])
            {
                change[side] = Redact(change[side]?.DeepClone(), change[side + "_sensitive"]);
            }
        }

        foreach (var variable in plan["variables"]?.AsObject() ?? [])
        {
            variable.Value!["value"] = "REDACTED";
        }

        plan.Remove("planned_values");
        plan.Remove("prior_state");
        return plan.ToJsonString();
    }

    private static JsonNode? Redact(JsonNode? value, JsonNode? marks)
    {
        if (value is null || marks is null)
        {
            return value;
        }

        switch (marks)
        {
            case JsonValue mark when mark.GetValueKind() == JsonValueKind.True:
                return "REDACTED";
            case JsonObject members when value is JsonObject owner:
                foreach (var (name, below) in members.Where(member => owner.ContainsKey(member.Key)))
                {
                    owner[name] = Redact(owner[name]?.DeepClone(), below);
                }

                return owner;
            case JsonArray elements when value is JsonArray list:
                for (var index = 0; index < Math.Min(list.Count, elements.Count); index++)
                {
                    list[index] = Redact(list[index]?.DeepClone(), elements[index]);
                }

                return list;
            default:
                return value;
        }
    }

    private const string Head = "variable \"old\" {}\nvariable \"new\" {}\n";

    private const int Kinds = 18;

    private void Call(string name, string key, int index)
    {
        root.Append(CultureInfo.InvariantCulture, $"module \"{name}\" {{\n  source = \"./{name}\"\n  old = var.secrets[\"old{index}\"]\n  new = var.secrets[\"new{index}\"]\n");
        root.Append(key.Length == 0 ? "}\n" : $"  for_each = toset([{GeneratedValue.Quoted(key)}])\n}}\n");
        root.Append(CultureInfo.InvariantCulture, $"output \"{name}\" {{\n  value = {(key.Length == 0 ? $"module.{name}.out" : $"module.{name}[{GeneratedValue.Quoted(key)}].out")}\n  sensitive = {(index % 3 == 0 ? "true" : "false")}\n}}\n");
    }

    // Before and after, in a module of its own.
    private (string Before, string After) Situation(Random random, int kind, string module)
    {
        const string Silent = "output \"out\" {\n  value = \"nothing\"\n}\n";
        const string Open = "output \"out\" {\n  value = { id = terraform_data.x.id, both = [terraform_data.x.id, \"k\"] }\n}\n";
        static string Out(int number) => string.Create(CultureInfo.InvariantCulture, $"output \"out\" {{\n  value = [terraform_data.x.output.p, {number}]\n}}\n");
        var fresh = "resource \"terraform_data\" \"fresh\" {\n  input = \"new\"\n}\n";
        string[] none = [];
        string[] secret = ["var.old"];
        string[] both = ["var.old", "var.new"];
        string[] unknown = ["terraform_data.fresh.id"];
        string Resource(string name, object input, string more = "") => $"resource \"terraform_data\" \"{name}\" {{\n  input = {input}\n{more}}}\n";
        var plain = GeneratedValue.Object(random, 3, none);
        var marked = GeneratedValue.Object(random, 2, secret);
        var cbd = "  lifecycle {\n    create_before_destroy = true\n  }\n";
        switch (kind)
        {
            case 0 or 1:
                return (Resource("x", plain) + Open, Resource("x", plain.Changed(random, none)) + Open);
            case 2 or 3:
                return (Resource("x", marked) + Open, Resource("x", marked.Changed(random, both)) + Open);
            case 4 or 5:
                return (Resource("x", plain) + Open, fresh + Resource("x", plain.Changed(random, unknown)) + Open);
            case 6:
                return (Resource("x", marked) + Open, fresh + Resource("x", marked.Changed(random, ["var.new", "terraform_data.fresh.id"])) + Open);
            case 7 or 8:
                var lifecycle = kind == 7 ? cbd : "";
                return (Resource("x", plain, $"  triggers_replace = {plain}\n{lifecycle}") + Open, fresh + Resource("x", plain.Changed(random, unknown), $"  triggers_replace = {marked}\n{lifecycle}") + Open);
            case 9:
                return (Silent, fresh + Resource("x", GeneratedValue.Object(random, 3, ["var.new", "terraform_data.fresh.id"])) + Open);
            case 10:
                return (Resource("x", marked, "  count = 2\n") + Resource("y", plain) + Silent, Resource("y", plain) + Silent);
            case 11:
                return (Resource("was", plain) + Silent, "moved {\n  from = terraform_data.was\n  to = terraform_data.x\n}\n" + Resource("x", random.Next(2) == 0 ? plain : plain.Changed(random, none)) + Open);
            case 12:
                rootAfter.Append(CultureInfo.InvariantCulture, $"import {{\n  to = {module}.terraform_data.x\n  id = \"existing  id\"\n}}\n");
                return (Silent, Resource("x", plain) + Silent);
            case 13:
                return (Resource("x", plain) + Resource("y", marked) + Open, "removed {\n  from = terraform_data.y\n  lifecycle {\n    destroy = false\n  }\n}\n" + Resource("x", plain) + Open);
            case 14:
                return (Resource("x", "{ k = \"not-so-secret\", l = [\"a\", \"not-so-secret\"], n = 1 }") + Open, Resource("x", "{ k = sensitive(\"not-so-secret\"), l = [\"a\", sensitive(\"not-so-secret\")], n = " + random.Next(1, 3).ToString(CultureInfo.InvariantCulture) + " }") + Open);
            case 15:
                var copies = Resource("x", "{ p = var.old, n = 1 }") + "locals {\n  l = terraform_data.x.output\n}\n";
                return (copies + Resource("y", "{ c = terraform_data.x.output, n = 1 }") + Resource("z", "[local.l.p, \"one\"]") + Out(1),
                    copies + Resource("y", "{ c = terraform_data.x.output, n = 2 }") + Resource("z", "[\"two\", local.l.p, \"url://${local.l.p}@host\"]") + Out(2));
            case 16:
                string Each(params string[] keys) => $"  for_each = toset([{string.Join(", ", keys.Select(GeneratedValue.Quoted))}])\n";
                return (Resource("e", "each.key", Each(ModuleKeys[3..9])) + Silent, Resource("e", "\"${each.key} ${" + random.Next(9).ToString(CultureInfo.InvariantCulture) + "}\"", Each(ModuleKeys[5..15])) + Silent);
            default:
                return (Resource("x", "jsonencode({ Statement = [for i in range(40) : { Sid = \"S${i}\", Action = \"ec2:Describe*\" }] })") + Open, Resource("x", "jsonencode({ Statement = [for i in range(40) : { Sid = \"S${i}\", Action = i == 35 ? \"s3:*\" : \"ec2:Describe*\" }] })") + Open);
        }
    }
}
