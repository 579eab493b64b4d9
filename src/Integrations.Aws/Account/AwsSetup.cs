using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.Aws.Account;

/// <summary>What an admin creates in AWS for an account: a role with this trust policy and these permissions.</summary>
internal static class AwsSetup
{
    /// <summary>Stands in the trust policy where nobody could tell as whom this deployment calls.</summary>
    public const string UnknownCaller = "ARN-OF-THE-ROLE-OF-THIS-DEPLOYMENT";

    /// <summary>Writes it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="caller">The ARN of who assumes the role; null where that is not known.</param>
    public static ReadOnlyMemory<byte> Write(IntegratedAccount account, string? caller) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("external_id", account.ExternalId);
        writer.WriteString("trust_policy", Text(json =>
        {
            json.WriteStartObject();
            json.WriteString("Effect", "Allow");
            json.WriteStartObject("Principal");
            json.WriteString("AWS", caller ?? UnknownCaller);
            json.WriteEndObject();
            json.WriteString("Action", "sts:AssumeRole");
            json.WriteStartObject("Condition");
            json.WriteStartObject("StringEquals");
            json.WriteString("sts:ExternalId", account.ExternalId);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }));
        writer.WriteString("permissions_policy", Permissions(account.Partition));
        if (caller is null)
        {
            writer.WriteString("problem", $"Who this deployment is in AWS could not be found out: put the ARN of its role in the " +
                $"place of {UnknownCaller}.");
        }

        writer.WriteEndObject();
    });

    /// <summary>What the role needs for all tools; of an account with fewer tools some may be left out.</summary>
    public static string Permissions(string partition) => SessionPolicy.Write(partition, [], AwsActions.All);

    private static string Text(Action<Utf8JsonWriter> statement) => Encoding.UTF8.GetString(JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("Version", "2012-10-17");
        writer.WriteStartArray("Statement");
        statement(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }).Span);
}
