using ServerlessMcp.Sandbox.Http;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Every resource the sandbox has. A further one is its own file and a line here.</summary>
internal static class ResourceCatalogue
{
    private static readonly Resource[] All =
    [
        new Accounts(), new Applies(), new Assessments(), new Comments(), new ConfigurationVersions(),
        new CostEstimates(), new NotificationConfigurations(), new Organizations(), new Plans(),
        new Policies(), new PolicyChecks(), new PolicyEvaluations(), new PolicySetOutcomes(), new PolicySets(),
        new Projects(), new RemoteStateConsumers(), new RunEvents(), new Runs(), new RunTriggers(),
        new StateUploads(), new StateVersionOutputs(), new StateVersions(), new TagBindings(), new Tags(),
        new TaskStages(), new TeamAccesses(), new Teams(),
        new Users(), new VariableBatches(), new Variables(), new VariableSets(),
        new WorkspaceLocks(), new WorkspaceOutputs(), new Workspaces(),
    ];

    private static readonly Dictionary<Type, Resource> ByEntity = All.Where(r => r.Presents is not null)
        .ToDictionary(r => r.Presents!);

    public static RouteTable Routes { get; } = Build();

    public static Resource Of(Type entity) => ByEntity[entity];

    private static RouteTable Build()
    {
        var routes = new RouteTable();
        foreach (var resource in All) resource.Map(routes);
        return routes;
    }
}
