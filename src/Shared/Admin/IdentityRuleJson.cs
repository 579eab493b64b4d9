using ServerlessMcp.Access.Identity;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>An identity rule on the wire.</summary>
internal static class IdentityRuleJson
{
    private const int Longest = 500;

    // What most issuers sign with; RS256 is what OpenID Connect demands.
    private static readonly string[] UsualAlgorithms = ["RS256", "PS256", "ES256", "ES384"];

    private static readonly TimeSpan MostTtl = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeastTtl = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostAge = TimeSpan.FromHours(24);

    // Of every tenant, so none of the organization's.
    private static readonly string[] ManyTenants = ["/common/", "/organizations/", "/consumers/"];

    /// <summary>Reads the body of a PUT, or a rule that is tried out; faults are noted.</summary>
    public static IdentityRule Read(
        JsonBodyReader reader, string id, ServerlessMcpOptions options, IntegrationRegistry integrations)
    {
        var issuer = reader.Text("issuer", Longest, required: true) ?? "";
        var client = ReadClient(reader.Record("client"));
        var audience = reader.Text("audience", Longest, required: client is null) ?? client?.Id ?? "";
        var algorithms = reader.TextList(
            "algorithms", name => IssuerTokens.Algorithms.Contains(name) ? null
                : $"allowed are {string.Join(", ", IssuerTokens.Algorithms)}");
        var match = reader.Record("match", required: true);
        var rule = new IdentityRule
        {
            Id = id,
            Issuer = issuer,
            Audience = audience,
            Client = client,
            Algorithms = algorithms ?? UsualAlgorithms,
            Match = ClaimTestsJson.Read(match),
            Deny = ClaimTestsJson.Read(reader.Record("deny")),
            Grants = AccessGrantsJson.Read(reader, integrations, options.RulesMayGrantAdmin),
            MaxAge = reader.Duration("max_age"),
            TokenTtl = reader.Duration("token_ttl") ?? MostTtl,
        };
        reader.RefuseOthers();
        if (IssuerComplaint(issuer) is { } complaint && issuer.Length > 0)
        {
            reader.Fault(complaint, "issuer");
        }

        if (audience.Length > 0 && (client is null ? RuleAudience.Complaint(audience, issuer, options)
            : audience != client.Id ? "of a rule for people it is the client's id; leave it out" : RuleAudience.SharedComplaint(audience)) is { } shared)
        {
            reader.Fault(shared, client is not null && !reader.Has("audience") ? "client/id" : "audience");
        }

        if (client?.SecretName is { } secret && options.OwnUseOf(secret) is { } use)
        {
            reader.Fault($"this secret is {use}, and no client's", "client/secret");
        }

        Bound(reader, "token_ttl", rule.TokenTtl, LeastTtl, MostTtl);
        Bound(reader, "max_age", rule.MaxAge, LeastTtl, MostAge);
        foreach (var (claim, test) in rule.Match)
        {
            if (RulePins.Complaint(claim, test) is { } wrong)
            {
                match!.Fault(wrong, claim);
            }
        }

        if (match is not null && reader.Errors.Count == 0 && RulePins.Lacks(rule, KnownIssuer.Of(issuer, options.OwnIssuers)) is { } lacks)
        {
            match.Fault(lacks);
        }

        return rule;
    }

    /// <summary>Writes it, with what its author should know.</summary>
    public static void Write(Utf8JsonWriter writer, IdentityRule rule, ServerlessMcpOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("id", rule.Id);
        WriteMembers(writer, rule);
        writer.WriteTexts("warnings", RulePins.Warnings(rule, KnownIssuer.Of(rule.Issuer, options.OwnIssuers)));
        writer.WriteTime("created_at", rule.CreatedAt);
        writer.WriteTime("updated_at", rule.UpdatedAt);
        writer.WriteEndObject();
    }

    /// <summary>Writes what a PUT takes.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, IdentityRule rule)
    {
        writer.WriteString("issuer", rule.Issuer);
        writer.WriteString("audience", rule.Audience);
        if (rule.Client is { } client)
        {
            writer.WriteStartObject("client");
            writer.WriteString("id", client.Id);
            if (client.SecretName is { } secret)
            {
                writer.WriteString("secret", secret);
            }

            if (client.Name is { } name)
            {
                writer.WriteString("name", name);
            }

            writer.WriteTexts("scopes", client.Scopes);
            writer.WriteEndObject();
        }

        writer.WriteTexts("algorithms", rule.Algorithms);
        ClaimTestsJson.Write(writer, "match", rule.Match);
        ClaimTestsJson.Write(writer, "deny", rule.Deny);
        AccessGrantsJson.Write(writer, rule.Grants);
        if (rule.MaxAge is { } age)
        {
            writer.WriteString("max_age", Durations.Format(age));
        }

        writer.WriteString("token_ttl", Durations.Format(rule.TokenTtl));
    }

    private static IdentityClient? ReadClient(JsonBodyReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var client = new IdentityClient
        {
            Id = reader.Text("id", Longest, required: true) ?? "",
            SecretName = reader.Text("secret", 200),
            Name = reader.Text("name", 40),
            Scopes = reader.TextList("scopes", OAuthIssuerJson.ScopeComplaint) ?? ["openid", "profile"],
        };
        reader.RefuseOthers();
        return client;
    }

    private static string? IssuerComplaint(string issuer) =>
        !Uri.TryCreate(issuer, UriKind.Absolute, out var address)
        || address is not { Scheme: "https", UserInfo: "", Query: "", Fragment: "" }
        ? "the issuer's https URL is needed, to the character as its tokens have it in iss, a slash at its end included"
        : issuer != $"https://{address.Authority}" && !issuer.StartsWith($"https://{address.Authority}/", StringComparison.Ordinal)
        ? "write the host in lower case, and without a default port, as tokens have it in iss"
        : address.Host.StartsWith("login.microsoftonline.", StringComparison.Ordinal)
            && ManyTenants.Any(tenant => issuer.Contains(tenant, StringComparison.OrdinalIgnoreCase))
        ? "this is the address of all tenants together: name your tenant by its id, " +
            "https://login.microsoftonline.com/{tenant id}/v2.0"
        : null;

    private static void Bound(JsonBodyReader reader, string name, TimeSpan? value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            reader.Fault($"{Durations.Format(value.Value)} came, {Durations.Format(least)} to {Durations.Format(most)} is allowed", name);
        }
    }
}
