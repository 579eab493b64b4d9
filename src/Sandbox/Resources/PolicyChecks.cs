using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policy-checks</summary>
internal sealed class PolicyChecks : Resource<PolicyCheck>
{
    public PolicyChecks() => Include("run", c => c.Run);

    public override void Map(RouteTable routes)
    {
        routes.Get("/runs/{id}/policy-checks", x =>
        {
            var checks = x.Find<Run>("id").PolicyChecks;
            return x.QueryValue("page[number]") is null && x.QueryValue("page[size]") is null ? Present.All(x, checks)
                : Present.Page(x, checks);
        });
        routes.Get("/policy-checks/{id}", x => Present.One(x, x.Find<PolicyCheck>("id")));
        routes.Get("/policy-checks/{id}/output", x =>
        {
            var check = x.Find<PolicyCheck>("id");
            if (check.Verdicts.Count == 0) return Answer.NoContent();
            return Answer.Redirect(
                x.World.Blobs.ShortUrl(
                    x, "text/plain; charset=utf-8", () => Encoding.UTF8.GetBytes(SentinelReport.Text(check))), 307);
        });
        routes.Post("/policy-checks/{id}/actions/override", x =>
        {
            var check = x.Find<PolicyCheck>("id");
            x.Require(Permission.Override);
            var comment = x.RootText("comment");
            if (!RunActions.Override(x.World, check)) throw ApiError.TransitionNotAllowed();
            RunActions.Record(x.World, check.Run, "policy_overridden", x.Caller.Principal, comment);
            return Present.One(x, check);
        });
    }

    protected override void Describe(PolicyCheck check, ResourceObject o, SandboxRequest x)
    {
        o.Attribute("status", check.Status)
            .Attribute("scope", "organization")
            .Attribute("result", check.Verdicts.Count == 0 ? new JsonObject() : Result(check))
            .Timestamps(check.Timestamps)
            .Flags("actions", ("is-overridable", check.IsOverridable))
            .Flags("permissions", ("can-override", x.Caller.May(Permission.Override)))
            .Relation("run", check.Run)
            .Link("self", "/api/v2/policy-checks/" + check.Id)
            .Link("output", $"/api/v2/policy-checks/{check.Id}/output");
        if (check.IsOverridable) o.Link("override", $"/api/v2/policy-checks/{check.Id}/actions/override");
    }

    private static JsonObject Result(PolicyCheck check)
    {
        var (hard, soft, advisory) = (check.Failed("hard-mandatory"), check.Failed("soft-mandatory"), check.Failed("advisory"));
        return new JsonObject
        {
            ["result"] = hard + soft == 0,
            ["passed"] = check.Verdicts.Count(v => v.Passed),
            ["total-failed"] = hard + soft + advisory,
            ["hard-failed"] = hard,
            ["soft-failed"] = soft,
            ["advisory-failed"] = advisory,
            ["duration-ms"] = check.Verdicts.Count,
            ["sentinel"] = SentinelReport.Json(check),
        };
    }
}
