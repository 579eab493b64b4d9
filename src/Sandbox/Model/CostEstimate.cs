namespace ServerlessMcp.Sandbox.Model;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/cost-estimates. Costs are US dollars a month.</summary>
internal sealed class CostEstimate(string id, Run run, DateTimeOffset queuedAt) : Entity(id)
{
    public override string Type => "cost-estimates";

    public override Organization Organization => Run.Organization;

    public Run Run { get; } = run;

    public DateTimeOffset QueuedAt { get; } = queuedAt;

    public DateTimeOffset? FinishedAt { get; private set; }

    public string Status { get; private set; } = "queued";

    public decimal Prior { get; private set; }

    public decimal Proposed { get; private set; }

    public int Matched { get; private set; }

    public int Unmatched { get; private set; }

    public void Finish(DateTimeOffset at)
    {
        Status = "finished";
        FinishedAt = at;
        foreach (var change in Run.Plan.Changes)
        {
            var price = Monthly(change.Kind);
            if (price is null) Unmatched++;
            else Matched++;
            if (change.Before is not null) Prior += price ?? 0;
            if (change.After is not null) Proposed += price ?? 0;
        }
    }

    public static string Text(decimal amount) => amount.ToString("0.0##", CultureInfo.InvariantCulture);

    private static decimal? Monthly(string kind) => kind switch
    {
        "aws_instance" => 25.488m,
        "aws_db_instance" => 121.18m,
        "aws_eks_cluster" => 73.0m,
        "aws_eks_node_group" => 138.24m,
        "aws_nat_gateway" => 32.85m,
        "aws_vpn_connection" => 36.5m,
        "aws_autoscaling_group" => 61.32m,
        "aws_elasticache_cluster" => 49.64m,
        _ => null,
    };
}
