namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>Runs in the states that people ask about.</summary>
internal static class TharsisRuns
{
    private const string Bar = "\u001b[31m│\u001b[0m \u001b[0m";

    private static readonly string Preamble = "\u001b[36;1mJob executor version 1.0.0\u001b[0;m\n\u001b[36;1mStarting job\u001b[0;m\n"
        + "{\n  \"terraform_version\": \"1.11.4\"\n}\n\u001b[0m\u001b[1mInitializing the backend...\u001b[0m\n"
        + "\u001b[0m\u001b[1m\u001b[32mTerraform has been successfully initialized!\u001b[0m\u001b[32m\u001b[0m\n";

    /// <summary>Adds them.</summary>
    public static void Add(TharsisBuilder builder)
    {
        foreach (var path in new[] { "my-org/my-workspace", "my-org/platform/network", "my-org/pay/api", "my-org/payroll/db", "platform/root" })
        {
            builder.Workspace(path);
        }

        builder.Workspace("my-org/platform/locked", one => (one["locked"], one["dirtyState"]) = (true, true));
        Failed(builder);
        Changing(builder);
        Waiting(builder);
        Foreign(builder);
    }

    private static void Failed(TharsisBuilder builder)
    {
        var box = Box("creating EC2 Instance: UnauthorizedOperation", "aws_instance.web",
            "main.tf", 12, "\"aws_instance\" \"web\"", "You are not authorized to perform this operation. No managed identity is assigned.");
        var apply = builder.Run("my-org/my-workspace", "apply failed", "errored", "finished", "errored", TimeSpan.FromHours(2), run =>
        {
            ((Thing)run["apply"]!)["errorMessage"] = box;
            Changes(run, [("CREATE", "aws_instance.web", "aws_instance", "+resource \"aws_instance\" \"web\" {\n+    ami = \"ami-1\"\n+}\n")]);
        });
        builder.Job(apply, "plan", "finished", TimeSpan.FromHours(2), Text(Preamble + "Plan: 1 to add, 0 to change, 0 to destroy.\n"));
        builder.Job(apply, "apply", "failed", TimeSpan.FromMinutes(119), Text(
            Preamble + "\u001b[0m\u001b[1maws_instance.web: Creating...\u001b[0m\u001b[0m\n" + box));
        var plan = builder.Run("my-org/platform/network", "plan failed without a message", "errored", "errored", "skipped", TimeSpan.FromHours(3));
        builder.Job(plan, "plan", "failed", TimeSpan.FromHours(3), Text(Preamble + Box("Reference to undeclared input variable", "aws_subnet.a",
            "subnets.tf", 3, "\"aws_subnet\" \"a\"",
            "An input variable with the name \"cidr\" has not been declared.")));
        var killed = builder.Run("my-org/platform/network", "apply force canceled", "canceled", "finished", "canceled", TimeSpan.FromHours(5), run =>
            (run["forceCanceled"], run["forceCanceledBy"]) = (true, "sre@example.com"));
        builder.Job(killed, "apply", "canceled", TimeSpan.FromHours(5), Text(Preamble + "aws_db_instance.main: Still creating... [10m0s elapsed]\n"));
        var slow = builder.Run("my-org/platform/network", "apply timed out", "errored", "finished", "errored", TimeSpan.FromDays(2));
        builder.Job(slow, "apply", "failed", TimeSpan.FromDays(2), Text(Preamble + "aws_db_instance.main: Still creating... [12h0m0s elapsed]\n"),
            job => ((Thing)job["timestamps"]!)["finishedAt"] = TharsisBuilder.Moment(builder.Now.AddDays(-2).AddHours(13)));
    }

    private static void Changing(TharsisBuilder builder)
    {
        string[] actions = ["NOOP", "CREATE", "READ", "UPDATE", "DELETE_THEN_CREATE", "CREATE_THEN_DELETE", "DELETE", "FORGET"];
        var planned = builder.Run("my-org/platform/network", "planned with all actions", "planned", "finished", "created",
            TimeSpan.FromMinutes(30), run => Changes(run,
        [
            .. actions.Select((action, at) => (action, string.Create(CultureInfo.InvariantCulture, $"terraform_data.one[{at}]"), "terraform_data",
                string.Create(CultureInfo.InvariantCulture,
                    $" resource \"terraform_data\" \"one\" {{\n-    id = \"{at}\"\n+    id = (known after apply)\n }}\n"))),
            ("UPDATE", "terraform_data.copy", "terraform_data",
                " resource \"terraform_data\" \"copy\" {\n     id     = \"1\"\n-    input  = (sensitive value)\n"
                + "+    input  = (sensitive value)\n-    output = \"CANARY-copied-secret\"\n+    output = (known after apply)\n }\n"),
            ("CREATE", "custom_login.a", "custom_login",
                "+resource \"custom_login\" \"a\" {\n+    name     = \"a\"\n+    password = \"CANARY-password-by-name\"\n+}\n"),
        ]));
        builder.Job(planned, "plan", "finished", TimeSpan.FromMinutes(30), Text(Preamble
            + "terraform_data.copy: Refreshing state... [id=1]\n  ~ input  = (sensitive value)\n  - output = \"CANARY-copied-secret\"\n"
            + "export AWS_SECRET_ACCESS_KEY=CANARYwJalrXUtnFEMIK7MDENGbPxRfiCYKEY00\nPlan: 3 to add, 2 to change, 3 to destroy.\n"));
        builder.Run("my-org/my-workspace", "speculative", "planned_and_finished", "finished", null, TimeSpan.FromHours(9));
        builder.Run("my-org/my-workspace", "discarded", "discarded", "finished", "skipped", TimeSpan.FromHours(8), run =>
            Changes(run, [("CREATE", "terraform_data.x", "terraform_data", "+resource \"terraform_data\" \"x\" {\n+}\n")]));
        var large = builder.Run("my-org/my-workspace", "applied with a long log", "applied", "finished", "finished", TimeSpan.FromHours(12));
        builder.Job(large, "apply", "finished", TimeSpan.FromHours(12), Text(Preamble + string.Concat(Enumerable.Range(0, 2500).Select(
            line => string.Create(CultureInfo.InvariantCulture, $"\u001b[1mterraform_data.größe[{line}]: Creation complete after 0s — ✓\u001b[0m\n")))));
    }

    private static void Waiting(TharsisBuilder builder)
    {
        var running = builder.Run("my-org/pay/api", "applying", "applying", "finished", "running", TimeSpan.FromMinutes(4));
        builder.Job(running, "apply", "running", TimeSpan.FromMinutes(4), now => Encoding.UTF8.GetBytes(Preamble + string.Concat(Enumerable.Range(1,
            Math.Clamp((int)((now - builder.Now).TotalSeconds / 10) + 24, 1, 5000)).Select(
            step => string.Create(CultureInfo.InvariantCulture, $"aws_db_instance.main: Still creating... [{step * 10}s elapsed]\n")))));
        builder.Run("my-org/pay/api", "behind another", "pending", "pending", "pending", TimeSpan.FromMinutes(2));
        builder.Run("my-org/platform/locked", "behind a lock", "pending", "pending", "pending", TimeSpan.FromMinutes(20));
        foreach (var (comment, status) in new[] { ("no runner", "NONE"), ("runner inactive", "INACTIVE"), ("runner busy", "AVAILABLE") })
        {
            var queued = builder.Run("my-org/platform/network", comment, "plan_queued", "queued", "created", TimeSpan.FromMinutes(15));
            builder.Job(queued, "plan", "queued", TimeSpan.FromMinutes(15), Text(""), job =>
                (job["runnerAvailabilityStatus"], job["tags"]) = (status, new List<object?> { "gpu" }));
        }
    }

    private static void Foreign(TharsisBuilder builder)
    {
        foreach (var path in new[] { "my-org/payroll/db", "platform/root" })
        {
            var comment = $"CANARY-foreign-{path.Replace('/', '-')}";
            var run = builder.Run(path, comment, "errored", "errored", "skipped", TimeSpan.FromHours(1), one =>
            {
                ((Thing)one["plan"]!)["errorMessage"] = $"Error: {comment}\n";
                Changes(one, [("CREATE", comment, "terraform_data", $"+resource \"terraform_data\" \"{comment}\" {{\n+}}\n")]);
            });
            builder.Job(run, "plan", "failed", TimeSpan.FromHours(1), Text($"{comment}\n"));
        }
    }

    private static void Changes(Thing run, IReadOnlyList<(string Action, string Address, string Type, string Diff)> changes)
    {
        var plan = (Thing)run["plan"]!;
        plan["hasChanges"] = true;
        plan["diffSize"] = changes.Sum(change => change.Diff.Length);
        var counts = (Thing)plan["summary"]!;
        counts["resourceAdditions"] = changes.Count(change => change.Action.Contains("CREATE", StringComparison.Ordinal));
        counts["resourceChanges"] = changes.Count(change => change.Action == "UPDATE");
        counts["resourceDestructions"] = changes.Count(change => change.Action.Contains("DELETE", StringComparison.Ordinal));
        plan["changes"] = new Thing("Changes")
        {
            ["resources"] = changes.Select(change => (object?)new Thing("ResourceChange")
            {
                ["action"] = change.Action,
                ["address"] = change.Address,
                ["mode"] = "managed",
                ["providerName"] = "terraform.io/builtin/terraform",
                ["resourceType"] = change.Type,
                ["resourceName"] = change.Address,
                ["moduleAddress"] = "",
                ["unifiedDiff"] = "--- before\n+++ after\n@@ -1,3 +1,5 @@\n" + change.Diff,
                ["originalSource"] = "",
                ["imported"] = false,
                ["drifted"] = false,
                ["warnings"] = new List<object?>(),
            }).ToList(),
            ["outputs"] = new List<object?>(),
        };
    }

    private static Func<DateTimeOffset, byte[]> Text(string log)
    {
        var bytes = Encoding.UTF8.GetBytes(log);
        return _ => bytes;
    }

    // An error box as the server keeps it, with its colours.
    private static string Box(string error, string address, string file, int line, string resource, string text) => string.Create(
        CultureInfo.InvariantCulture,
        $"\u001b[31m╷\u001b[0m\u001b[0m\n{Bar}\u001b[1m\u001b[31mError: \u001b[0m\u001b[0m\u001b[1m{error}\u001b[0m\n{Bar}\n" +
        $"{Bar}\u001b[0m  with {address},\n{Bar}  on {file} line {line}, in resource {resource}:\n" +
        $"{Bar}  {line}: resource {resource} {{\n{Bar}\n{Bar}{text}\n\u001b[31m╵\u001b[0m\u001b[0m\n");
}
