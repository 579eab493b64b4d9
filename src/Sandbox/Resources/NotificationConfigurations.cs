using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations</summary>
internal sealed class NotificationConfigurations : Resource<NotificationConfiguration>
{
    public override void Map(RouteTable routes)
    {
        Map<Workspace>(routes, "/workspaces/{id}/notification-configurations");
        Map<Project>(routes, "/projects/{id}/notification-configurations");
        Map<Team>(routes, "/teams/{id}/notification-configurations");
        routes.Get("/notification-configurations/{id}", x => Present.One(x, Find(x)));
        routes.Patch("/notification-configurations/{id}",
            x => Present.One(x, Change(x, Find(x), SandboxRequest.Attributes(x.Data("notification-configurations")))));
        routes.Post("/notification-configurations/{id}/actions/enable",
            x => Present.One(x, Change(x, Find(x), new JsonObject { ["enabled"] = true })));
        routes.Post("/notification-configurations/{id}/actions/verify", Verify);
        routes.Delete("/notification-configurations/{id}", x =>
        {
            x.World.Remove(Find(x));
            return Answer.NoContent();
        });
    }

    protected override void Describe(NotificationConfiguration configuration, ResourceObject o, SandboxRequest x) =>
        o.Attribute("name", configuration.Name)
            .Attribute("enabled", configuration.Enabled)
            .Attribute("destination-type", configuration.Destination)
            .Attribute("url", configuration.Url)
            // Written, never shown.
            .Attribute("token", (JsonNode?)null)
            .Attribute("triggers", configuration.Triggers)
            .Attribute("email-addresses", configuration.EmailAddresses)
            .Attribute("delivery-responses", configuration.Deliveries.DeepClone())
            .Attribute("created-at", configuration.CreatedAt)
            .Attribute("updated-at", configuration.UpdatedAt)
            .Relation("subscribable", configuration.Subscribable)
            .Relations("users", [])
            .Link("self", "/api/v2/notification-configurations/" + configuration.Id);

    private static void Map<T>(RouteTable routes, string path) where T : Entity
    {
        routes.Get(path, x =>
        {
            var subscribable = x.Find<T>("id");
            x.Require(Permission.UpdateNotifications);
            return Present.Page(x, x.World.All<NotificationConfiguration>().Where(n => n.Subscribable == subscribable));
        });
        routes.Post(path, x => Create(x, x.Find<T>("id")));
    }

    private static NotificationConfiguration Find(SandboxRequest x)
    {
        x.Require(Permission.UpdateNotifications);
        return x.Find<NotificationConfiguration>("id");
    }

    private static Answer Create(SandboxRequest x, Entity subscribable)
    {
        x.Require(Permission.UpdateNotifications);
        var attributes = SandboxRequest.Attributes(x.Data("notification-configurations"));
        var destination = SandboxRequest.Text(attributes, "destination-type");
        if (destination is not ("email" or "slack" or "generic" or "microsoft-teams"))
            throw ApiError.Invalid("destination-type", "Destination type is not included in the list");
        if (attributes["enabled"] is null) throw ApiError.Invalid("enabled", "Enabled is not included in the list");
        var configuration = new NotificationConfiguration(
            x.World.Ids.Next("nc"), subscribable, SandboxRequest.Text(attributes, "name") ?? "", destination, x.Now);
        Change(x, configuration, attributes);
        return Present.One(x, x.World.Add(configuration), 201);
    }

    private static NotificationConfiguration Change(
        SandboxRequest x, NotificationConfiguration configuration, JsonObject attributes)
    {
        var name = attributes.ContainsKey("name") ? SandboxRequest.Text(attributes, "name") : configuration.Name;
        var url = attributes.ContainsKey("url") ? SandboxRequest.Text(attributes, "url") : configuration.Url;
        if (string.IsNullOrWhiteSpace(name)) throw ApiError.Invalid("name", "Name can't be blank");
        if (configuration.Destination != "email" && string.IsNullOrEmpty(url))
            throw ApiError.Invalid("url", "Url can't be blank");
        (configuration.Name, configuration.Url) = (name, url);
        configuration.Enabled = SandboxRequest.Flag(attributes, "enabled", configuration.Enabled);
        if (attributes.ContainsKey("triggers")) configuration.Triggers = SandboxRequest.Texts(attributes, "triggers");
        if (attributes.ContainsKey("email-addresses"))
            configuration.EmailAddresses = SandboxRequest.Texts(attributes, "email-addresses");
        configuration.UpdatedAt = x.Now;
        return configuration;
    }

    /// <summary>Nothing leaves the sandbox: the delivery it reports is made up.</summary>
    private static Answer Verify(SandboxRequest x)
    {
        var configuration = Find(x);
        configuration.Deliveries.Insert(
            0, new JsonObject
            {
                ["url"] = configuration.Url,
                ["code"] = "200",
                ["body"] = "not sent: this is a sandbox",
                ["sent-at"] = ResourceObject.Instant(x.Now),
                ["successful"] = "true"
            });
        return Present.One(x, configuration);
    }
}
