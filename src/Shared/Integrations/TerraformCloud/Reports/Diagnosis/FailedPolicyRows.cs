using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>
/// Policy checks with the policies that failed as rows, <c>{policy, enforcement_level, rule, message}</c>, and those
/// that passed as a number: which rules failed, and what their messages were, stands deep in the engine's trace. The
/// strictest come first.
/// </summary>
internal sealed class FailedPolicyRows : IDefaultAnswer
{
    // Of a check that fails everything the first tell what is wrong; the raw result has the others.
    private const int MaxPolicies = 20;

    public Task<ReadOnlyMemory<byte>> WriteAsync(
        TerraformCall call, TerraformResponse response, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        using var document = ApiDocument.Parse(response);
        var checks = document.Data.DistinctBy(check => check.Id).ToDictionary(check => check.Id, StringComparer.Ordinal);
        using var answer = JsonDocument.Parse(rows);
        return Task.FromResult(JsonResponse.Bytes(writer =>
        {
            if (call.Tool.Shape != ResponseShape.Collection)
            {
                Write(writer, answer.RootElement, checks);
                return;
            }

            writer.WriteStartObject();
            foreach (var member in answer.RootElement.EnumerateObject())
            {
                if (!member.NameEquals("items"))
                {
                    member.WriteTo(writer);
                    continue;
                }

                writer.WriteStartArray("items");
                foreach (var row in member.Value.EnumerateArray())
                {
                    Write(writer, row, checks);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement row, Dictionary<string, ApiResource> checks)
    {
        writer.WriteStartObject();
        foreach (var member in row.EnumerateObject())
        {
            member.WriteTo(writer);
        }

        if (row.TryGetProperty("id", out var id) && checks.TryGetValue(id.GetString() ?? "", out var check))
        {
            var failed = PolicyFailures.OfPolicyCheck(check).OrderBy(policy => policy.Rank).ToList();
            if (failed.Count > 0)
            {
                writer.WriteStartArray("failed");
                foreach (var policy in failed.Take(MaxPolicies))
                {
                    Write(writer, policy);
                }

                writer.WriteEndArray();
            }

            if (failed.Count > MaxPolicies)
            {
                writer.WriteNumber("more_failed", failed.Count - MaxPolicies);
            }

            if (failed.Count == 0
                && check.Text("status") is not ("passed" or "pending" or "queued" or "canceled" or "unreachable"))
            {
                writer.WriteString("not_read", "Which policies failed is not in the check's result; its output may say.");
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PolicyFailure policy)
    {
        writer.WriteStartObject();
        writer.WriteString("policy", policy.Name);
        foreach (var (name, value) in new[]
            { ("enforcement_level", policy.EnforcementLevel), ("rule", policy.Rule),
                ("description", policy.Description), ("message", policy.Message) })
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }

        writer.WriteEndObject();
    }
}
