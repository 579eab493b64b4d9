namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>What the simulated server begins with: what was recorded of a running one, and beside it a group with runs in
/// the states that people ask about.</summary>
internal static class TharsisSeed
{
    private const int MaxJobLog = 1024 * 1024;

    /// <summary>Fills a world.</summary>
    public static void Fill(TharsisWorld world, List<TharsisPrincipal> principals, DateTimeOffset now)
    {
        using var file = typeof(TharsisSeed).Assembly.GetManifestResourceStream("tharsis-recorded.json")!;
        Recorded(world, (JsonObject)JsonNode.Parse(file)!);
        var builder = new TharsisBuilder(world, now);
        foreach (var path in new[] { "my-org", "my-org/platform", "my-org/pay", "my-org/payroll", "platform" })
        {
            builder.Group(path);
        }

        TharsisRuns.Add(builder);
        TharsisIdentities.Add(builder);
        foreach (var (path, secret, sees) in new[]
        {
            ("acme/agent", TharsisSandbox.AcmeSecret, new[] { "acme" }),
            ("my-org/agent", TharsisSandbox.MyOrgSecret, new[] { "my-org" }),
            ("platform/agent", TharsisSandbox.AllSecret, new[] { "acme", "my-org", "platform" }),
        })
        {
            var known = world.Find($"trn:service_account:{path}") ?? builder.ServiceAccount(path);
            principals.Add(new TharsisPrincipal(path, known.Id, secret, sees) { SecretExpires = now.AddDays(60) });
        }
    }

    /// <summary>What reads a part of a log, by bytes: those that are no whole character come as U+FFFD, one for each.</summary>
    public static Func<DateTimeOffset, int, int, object?> Reader(Func<DateTimeOffset, byte[]> log) => (now, start, limit) =>
    {
        if (limit > MaxJobLog)
        {
            throw new GraphQlException("BAD_REQUEST", string.Create(
                CultureInfo.InvariantCulture, $"log read limit of {limit} bytes exceeds the maximum of {MaxJobLog} bytes"));
        }

        if (start < 0 || limit < 0)
        {
            throw new GraphQlException("BAD_REQUEST", "offset and limit can't be negative");
        }

        var bytes = log(now);
        var part = start >= bytes.Length ? [] : bytes.AsSpan(start, Math.Min(limit, bytes.Length - start)).ToArray();
        var text = new StringBuilder();
        for (var at = 0; at < part.Length;)
        {
            var isWhole = Rune.DecodeFromUtf8(part.AsSpan(at), out var rune, out var used) == System.Buffers.OperationStatus.Done;
            text.Append(isWhole ? rune.ToString() : "\uFFFD");
            at += isWhole ? used : 1;
        }

        return text.ToString();
    };

    private static void Recorded(TharsisWorld world, JsonObject recorded)
    {
        Thing? parent = null;
        foreach (var group in recorded["groups"]!.AsArray())
        {
            var path = (string)group!["path"]!;
            parent = world.Add(TharsisBuilder.GroupOf((string)group["id"]!, path, (string)group["description"]!, parent));
        }

        var account = recorded["serviceAccount"]!;
        world.Add(TharsisBuilder.ServiceAccountOf(
            (string)account["id"]!, (string)account["path"]!, (string)account["description"]!, world.Find("trn:group:acme")!));
        var workspace = Thing.Of("Workspace", (JsonObject)recorded["workspace"]!, "acme/prod/network");
        Name(workspace);
        workspace["group"] = parent;
        world.Add(workspace);
        var runs = recorded["runs"]!.AsArray().Select(json => Thing.Of("Run", (JsonObject)json!, workspace.Path)).ToArray();
        foreach (var json in recorded["jobs"]!.AsArray())
        {
            var job = Thing.Of("Job", (JsonObject)json!, workspace.Path);
            Name(job);
            job["workspace"] = workspace;
            var log = Encoding.UTF8.GetBytes((string?)recorded["logs"]![job.Id] ?? "");
            job["logSize"] = log.Length;
            job["logs"] = Reader(_ => log);
            world.Add(job);
        }

        foreach (var run in runs)
        {
            Name(run);
            run["workspace"] = workspace;
            TharsisBuilder.Phases(world, run);
            world.Add(run);
        }

        foreach (var job in world.Of("Job"))
        {
            job["run"] = world.Find(((Thing)job["run"]!).Id);
        }
    }

    // Things within things have no type of their own in JSON; those that are asked for by name get one.
    private static void Name(Thing thing)
    {
        foreach (var (name, value) in thing.Where(member => member.Value is Thing).ToArray())
        {
            var type = name switch { "plan" => "Plan", "apply" => "Apply", "currentJob" => "Job", _ => null };
            if (type is not null)
            {
                var typed = new Thing(type) { Path = thing.Path };
                foreach (var (inner, one) in (Thing)value!)
                {
                    typed[inner] = one;
                }

                thing[name] = typed;
            }
        }
    }
}
