using System.Text.Json.Nodes;

namespace ServerlessMcp.Infra.Tests.Deployment;

/// <summary>The judge of the role's policy, before it judges one that was deployed.</summary>
public sealed class RolePolicyTests
{
    private static readonly string[] Needs = ["dynamodb:GetItem on arn:table", "dynamodb:Query on arn:table", "logs:PutLogEvents on arn:group:*"];

    private static readonly JsonNode Exact = JsonNode.Parse("""
        {"Version":"2012-10-17","Statement":[
          {"Sid":"Records","Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:Query"],"Resource":["arn:table"]},
          {"Sid":"Logs","Effect":"Allow","Action":"logs:PutLogEvents","Resource":"arn:group:*"}]}
        """)!;

    [Fact]
    public void A_policy_of_what_is_needed_has_no_difference() => Assert.Empty(RolePolicy.Differences(Exact, Needs));

    [Fact]
    public void An_action_that_is_dropped_is_missing_and_nothing_else_is() =>
        Assert.Equal(["missing: dynamodb:Query on arn:table"], RolePolicy.Differences(RolePolicy.Without(Exact, "dynamodb:Query"), Needs));

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"arn:table"}""", "too much: dynamodb:Scan on arn:table")]
    [InlineData("""{"Effect":"Allow","Action":["dynamodb:GetItem"],"Resource":["*"]}""", "too much: dynamodb:GetItem on *")]
    [InlineData("""{"Effect":"Allow","Action":"dynamodb:*","Resource":"arn:table"}""", "too much: dynamodb:* on arn:table")]
    [InlineData("""{"Sid":"Not","Effect":"Allow","NotAction":"iam:*","Resource":"*"}""", "not plain: Not Allow NotAction")]
    [InlineData("""{"Sid":"No","Effect":"Deny","Action":"dynamodb:Query","Resource":"arn:table"}""", "not plain: No Deny")]
    [InlineData("""{"Sid":"If","Effect":"Allow","Action":"dynamodb:Query","Resource":"arn:table","Condition":{}}""", "not plain: If Allow Condition")]
    public void What_is_more_is_told(string statement, string difference) =>
        Assert.Equal([difference], RolePolicy.Differences(RolePolicy.With(Exact, JsonNode.Parse(statement)!), Needs));

    [Fact]
    public void A_star_is_not_what_a_name_needs()
    {
        var star = JsonNode.Parse("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""")!;
        Assert.Equal([.. Needs.Select(need => $"missing: {need}"), "too much: * on *"], RolePolicy.Differences(star, Needs));
    }
}
