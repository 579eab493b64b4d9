using System.Xml.Linq;
using static ServerlessMcp.Sandbox.Aws.AwsXml;

namespace ServerlessMcp.Sandbox.Aws;

/// <summary>What STS and EC2 answer, whose requests are forms.</summary>
internal static class AwsQuery
{
    private const int MostPolicy = 2048;

    public static object Serve(AwsSandbox sandbox, AwsCall call)
    {
        var action = call.Value("Action") ?? "";
        switch (action)
        {
            case "AssumeRole":
                return AssumeRole(sandbox, call);
            case "GetCallerIdentity":
                call.Action = "sts:GetCallerIdentity";
                return Of(Sts, "GetCallerIdentityResponse", Of(Sts, "GetCallerIdentityResult", Of(Sts, "Arn", Caller(sandbox, call)),
                    Of(Sts, "UserId", "AIDASANDBOX"), Of(Sts, "Account", sandbox.Account.Number)));
            case var name when name.StartsWith("Describe", StringComparison.Ordinal):
                call.Action = $"ec2:{name}";
                sandbox.Authorize(call, sandbox.Account.Denied);
                return Ec2Resources.Describe(sandbox.Account, call, name);
            default:
                call.Action = action;
                throw new AwsRefusal(405, "ReadOnly", "Nothing is changed here.");
        }
    }

    private static XElement AssumeRole(AwsSandbox sandbox, AwsCall call)
    {
        (call.Action, call.Resource) = ("sts:AssumeRole", call.Value("RoleArn") ?? "");
        var (name, policy) = (call.Value("RoleSessionName") ?? "", call.Value("Policy"));
        var seconds = int.TryParse(call.Value("DurationSeconds"), CultureInfo.InvariantCulture, out var given) ? given : 3600;
        if (call.Session is not null || call.Resource != sandbox.Account.Role
            || (sandbox.Account.ExternalId is { } external && call.Value("ExternalId") != external))
        {
            throw new AwsRefusal(403, "AccessDenied", $"{Caller(sandbox, call)} is not authorized to perform: sts:AssumeRole on resource: {call.Resource}");
        }

        if (name.Length is < 2 or > 64) throw new AwsRefusal(400, "ValidationError", "roleSessionName");
        if (seconds is < 900 or > 3600)
        {
            throw new AwsRefusal(
                400, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }

        if (policy?.Length > MostPolicy) throw new AwsRefusal(400, "PackedPolicyTooLarge", "Packed size of session policy consumes 104% of allotted space");
        var session = sandbox.Open(name, policy, TimeSpan.FromSeconds(seconds));
        return Of(Sts, "AssumeRoleResponse", Of(Sts, "AssumeRoleResult",
            Of(Sts, "Credentials", Of(Sts, "AccessKeyId", session.AccessKey), Of(Sts, "SecretAccessKey", "notARealSessionSecret"),
                Of(Sts, "SessionToken", session.Token),
                Of(Sts, "Expiration", session.EndsAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
            Of(Sts, "AssumedRoleUser", Of(Sts, "Arn", $"arn:aws:sts::{sandbox.Account.Number}:assumed-role/audit/{name}"), Of(Sts, "AssumedRoleId",
                $"AROASANDBOX:{name}"))));
    }

    private static string Caller(AwsSandbox sandbox, AwsCall call) => call.Session is { } session
        ? $"arn:aws:sts::{sandbox.Account.Number}:assumed-role/audit/{session.Name}"
            : $"arn:aws:sts::{sandbox.Account.Number}:assumed-role/serverless-mcp/function";
}
