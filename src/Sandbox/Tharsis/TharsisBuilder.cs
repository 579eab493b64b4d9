namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>Makes things of the simulated server, with ids that their names always give.</summary>
internal sealed class TharsisBuilder(TharsisWorld world, DateTimeOffset now)
{
    private const string Operator = "operator@example.com";

    /// <summary>The world.</summary>
    public TharsisWorld World => world;

    /// <summary>When it began.</summary>
    public DateTimeOffset Now => now;

    /// <summary>A group.</summary>
    public Thing Group(string path) => world.Add(GroupOf(
        Thing.IdOf("G", path), path, "", path.Contains('/', StringComparison.Ordinal)
            ? world.Find($"trn:group:{path[..path.LastIndexOf('/')]}") : null));

    /// <summary>A group of these members.</summary>
    public static Thing GroupOf(string id, string path, string description, Thing? parent) => new("Group")
    {
        Path = path,
        ["id"] = id,
        ["metadata"] = Metadata($"trn:group:{path}"),
        ["name"] = path[(path.LastIndexOf('/') + 1)..],
        ["description"] = description,
        ["fullPath"] = path,
        ["createdBy"] = Operator,
        ["parent"] = parent,
        ["runnerTags"] = Setting(parent is not null, path, new List<object?>()),
    };

    /// <summary>A service account.</summary>
    public Thing ServiceAccount(string path) => world.Add(ServiceAccountOf(
        Thing.IdOf("SA", path), path, "agent", world.Find($"trn:group:{path[..path.LastIndexOf('/')]}")!));

    /// <summary>A service account of these members.</summary>
    public static Thing ServiceAccountOf(string id, string path, string description, Thing group) => new("ServiceAccount")
    {
        Path = group.Path,
        ["id"] = id,
        ["metadata"] = Metadata($"trn:service_account:{path}"),
        ["name"] = path[(path.LastIndexOf('/') + 1)..],
        ["description"] = description,
        ["groupPath"] = group.Path,
        ["resourcePath"] = path,
        ["group"] = group,
        ["createdBy"] = Operator,
        ["clientCredentialsEnabled"] = true,
        ["clientSecretExpiresAt"] = null,
        ["oidcTrustPolicies"] = new List<object?>(),
    };

    /// <summary>A workspace.</summary>
    public Thing Workspace(string path, Action<Thing>? more = null)
    {
        var workspace = new Thing("Workspace")
        {
            Path = path,
            ["id"] = Thing.IdOf("W", path),
            ["metadata"] = Metadata($"trn:workspace:{path}"),
            ["name"] = path[(path.LastIndexOf('/') + 1)..],
            ["description"] = "",
            ["fullPath"] = path,
            ["group"] = world.Find($"trn:group:{path[..path.LastIndexOf('/')]}"),
            ["dirtyState"] = false,
            ["locked"] = false,
            ["labels"] = new List<object?>(),
            ["assessment"] = null,
            ["currentStateVersion"] = new Thing("Named") { ["id"] = Thing.IdOf("SV", path) },
            ["currentApplyRun"] = null,
            ["maxJobDuration"] = 720,
            ["createdBy"] = Operator,
            ["terraformVersion"] = "1.11.4",
            ["preventDestroyPlan"] = false,
            ["runnerTags"] = Setting(true, path, new List<object?>()),
            ["driftDetectionEnabled"] = Setting(true, path, false),
        };
        more?.Invoke(workspace);
        return world.Add(workspace);
    }

    /// <summary>A run, its comment the name that its ids are made of.</summary>
    public Thing Run(string workspace, string comment, string status, string plan, string? apply, TimeSpan age, Action<Thing>? more = null)
    {
        var id = Thing.IdOf("R", comment);
        var counts = new Thing("Summary");
        foreach (var name in new[]
        {
            "resourceAdditions", "resourceChanges", "resourceDestructions", "resourceImports", "resourceDrift", "outputAdditions",
            "outputChanges", "outputDestructions",
        })
        {
            counts[name] = 0;
        }

        var run = new Thing("Run")
        {
            Path = workspace,
            ["id"] = id,
            ["metadata"] = Metadata($"trn:run:{workspace}/{id}", Moment(now - age)),
            ["createdBy"] = Operator,
            ["status"] = status,
            ["isDestroy"] = false,
            ["terraformVersion"] = "1.11.4",
            ["speculative"] = apply is null,
            ["comment"] = comment,
            ["refresh"] = true,
            ["refreshOnly"] = false,
            ["targetAddresses"] = new List<object?>(),
            ["forceCanceled"] = false,
            ["assessment"] = false,
            ["autoApply"] = false,
            ["configurationVersion"] = new Thing("Named") { ["id"] = Thing.IdOf("C", comment) },
            ["workspace"] = world.Find($"trn:workspace:{workspace}"),
            ["sensitiveVariableValues"] = "CANARY-variable-of-" + comment,
            ["plan"] = new Thing("Plan")
            {
                Path = workspace,
                ["id"] = Thing.IdOf("P", comment),
                ["status"] = plan,
                ["hasChanges"] = false,
                ["diffSize"] = 0,
                ["summary"] = counts,
                ["checkResults"] = new List<object?>(),
            },
            ["apply"] = apply is null ? null : new Thing("Apply")
            {
                Path = workspace,
                ["id"] = Thing.IdOf("A", comment),
                ["status"] = apply,
                ["triggeredBy"] = apply is "created" or "skipped" or "pending" ? null : Operator,
                ["comment"] = "",
            },
        };
        more?.Invoke(run);
        Phases(world, run);
        return world.Add(run);
    }

    /// <summary>A job of a run's plan or apply, with its log.</summary>
    public Thing Job(Thing run, string phase, string status, TimeSpan age, Func<DateTimeOffset, byte[]> log, Action<Thing>? more = null)
    {
        var id = Thing.IdOf("J", $"{run["comment"]} {phase}");
        var begun = now - age;
        var job = new Thing("Job")
        {
            Path = run.Path,
            ["id"] = id,
            ["metadata"] = Metadata($"trn:job:{run.Path}/{id}"),
            ["status"] = status,
            ["type"] = phase,
            ["run"] = run,
            ["workspace"] = run["workspace"],
            ["timestamps"] = new Thing("Timestamps")
            {
                ["queuedAt"] = Moment(begun),
                ["pendingAt"] = status == "queued" ? null : Moment(begun),
                ["runningAt"] = status is "queued" or "pending" ? null : Moment(begun.AddSeconds(1)),
                ["finishedAt"] = status is "finished" or "failed" or "canceled" ? Moment(begun.AddSeconds(9)) : null,
            },
            ["cancelRequested"] = false,
            ["forceCanceled"] = false,
            ["logLastUpdatedAt"] = Moment(now),
            ["maxJobDuration"] = 720,
            ["logSize"] = (Func<DateTimeOffset, object?>)(at => log(at).Length),
            ["logs"] = TharsisSeed.Reader(log),
            ["logTruncated"] = false,
            ["runner"] = status is "queued" ? null : new Thing("Named") { ["id"] = Thing.IdOf("RNR", "local") },
            ["runnerPath"] = status is "queued" ? null : "local",
            ["tags"] = new List<object?>(),
            ["runnerAvailabilityStatus"] = status is "queued" ? "NONE" : "ASSIGNED",
            ["completed"] = status is "finished" or "failed" or "canceled",
            ["properties"] = new List<object?>(),
        };
        more?.Invoke(job);
        ((Thing)run[phase]!)["currentJob"] = job;
        return world.Add(job);
    }

    /// <summary>Makes a run's plan and apply findable, and gives the counts that older queries ask of a plan itself.</summary>
    public static void Phases(TharsisWorld world, Thing run)
    {
        foreach (var phase in new[] { run.GetValueOrDefault("plan"), run.GetValueOrDefault("apply") }.OfType<Thing>())
        {
            if (phase.GetValueOrDefault("currentJob") is Thing { Count: 1 } named)
            {
                phase["currentJob"] = world.Find(named.Id);
            }

            if (phase.GetValueOrDefault("summary") is Thing counts)
            {
                foreach (var name in new[] { "resourceAdditions", "resourceChanges", "resourceDestructions" })
                {
                    phase[name] = counts[name];
                }
            }

            world.Add(phase);
        }
    }

    /// <summary>A moment as the server writes it.</summary>
    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Metadata.</summary>
    public static Thing Metadata(string trn, string? created = null) => new("Metadata")
    { ["trn"] = trn, ["version"] = "1", ["createdAt"] = created ?? "2026-11-01T00:00:00Z", ["updatedAt"] = created ?? "2026-11-01T00:00:00Z" };

    private static Thing Setting(bool isInherited, string path, object? value) => new("Setting")
    { ["inherited"] = isInherited, ["namespacePath"] = path, ["value"] = value };
}
