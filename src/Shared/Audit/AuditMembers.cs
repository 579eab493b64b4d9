using ServerlessMcp.Accounts;

namespace ServerlessMcp.Audit;

/// <summary>Writes the members of an audit entry, without those that every entry has.</summary>
internal static class AuditMembers
{
    /// <summary>A tool call.</summary>
    public static void Write(Utf8JsonWriter writer, string @event, AuditEntry entry)
    {
        writer.WriteString("event", @event);
        writer.WriteIfAny("call", entry.CallId);
        writer.WriteString("server", entry.ServerId);
        writer.WriteString("account", entry.AccountId);
        writer.WriteIfAny("minted_under", entry.MintedUnder);
        writer.WriteIfAny("ticket", entry.Ticket);
        writer.WriteIfAny("api_token", entry.ApiTokenId);
        Write(writer, entry.Identity);
        writer.WriteIfAny("oauth_client", entry.OAuthClient);
        writer.WriteIfAny("client", entry.Client);
        writer.WriteIfAny("address", entry.RemoteAddress);
        writer.WriteIfAny("tool", entry.Tool);
        writer.WriteIfAny("asked_by", entry.AskedBy);
        writer.WriteIfAny("effect", entry.Effect?.ToString().ToLowerInvariant());
        if (entry.Arguments.Noted.Count > 0)
        {
            writer.WriteStartObject("arguments");
            foreach (var (name, value) in entry.Arguments.Noted)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteIfAny("withheld", entry.Arguments.Withheld);
        writer.WriteIfAny("targets", entry.Arguments.Targets);
    }

    /// <summary>What became of a tool call.</summary>
    public static void WriteOutcome(Utf8JsonWriter writer, AuditEntry entry)
    {
        Write(writer, "tool_call", entry);
        writer.WriteString("outcome", entry.Outcome.Name());
        if (entry.Outcome != CallOutcome.Ok)
        {
            writer.WriteBoolean("sent", entry.IsSent);
        }

        if (entry.UpstreamStatus is { } status)
        {
            writer.WriteNumber("upstream_status", status);
        }

        writer.WriteIfAny("upstream_request", entry.UpstreamRequestId);
        writer.WriteIfAny("answered", entry.Answered);
        writer.WriteNumber("ms", Math.Round(entry.Duration.TotalMilliseconds, 1));
        writer.WriteNumber("bytes", entry.Bytes);
    }

    /// <summary>An act of the control plane.</summary>
    public static void Write(Utf8JsonWriter writer, AdminAct act, string suffix, string? call)
    {
        writer.WriteString("event", act.Name + suffix);
        writer.WriteIfAny("call", call);
        writer.WriteString("actor", act.Actor);
        Write(writer, act.Identity);
        writer.WriteIfAny("client", act.Client);
        writer.WriteIfAny("address", act.RemoteAddress);
        writer.WriteIfAny("account", act.Account);
        writer.WriteIfAny("target", act.Target);
        act.Details?.Invoke(writer);
    }

    // The proof itself is nowhere; its id leads into the issuer's log.
    private static void Write(Utf8JsonWriter writer, TokenIdentity? identity)
    {
        if (identity is null)
        {
            return;
        }

        writer.WriteStartObject("identity");
        writer.WriteString("rule", identity.RuleIds());
        writer.WriteString("issuer", identity.Issuer);
        writer.WriteString("subject", identity.Subject);
        writer.WriteIfAny("jti", identity.ProofId);
        writer.WriteEndObject();
    }

    /// <summary>A request that was refused at the gate.</summary>
    public static void Write(Utf8JsonWriter writer, RefusedRequest request)
    {
        writer.WriteString("event", "refused");
        writer.WriteIfAny("server", request.ServerId);
        writer.WriteIfAny("account", request.Account);
        writer.WriteIfAny("api_token", request.ApiTokenId);
        Write(writer, request.Identity);
        writer.WriteIfAny("unmatched", request.Unmatched ?? []);
        writer.WriteIfAny("client", request.Client);
        writer.WriteIfAny("address", request.Address?.ToString());
        writer.WriteString("outcome", request.Outcome);
    }
}
