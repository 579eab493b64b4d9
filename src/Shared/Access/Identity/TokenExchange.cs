using Microsoft.Extensions.Options;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access.Identity;

/// <summary>
/// Turns a proof of identity, which somebody else signed, into a short API token (RFC 8693): checked, held against the
/// rules, taken once. docs/sign-in.md.
/// </summary>
internal sealed class TokenExchange(
    AccessRecords records, IssuerTokens tokens, AuditLog audit, IOptions<ServerlessMcpOptions> options, TimeProvider time)
{
    /// <summary>The most rules that make one API token: each is read at each use.</summary>
    public const int MostRules = 8;

    private const string NotTaken =
        "No rule of this name takes this token. Its issuer, audience and signature have to be right, it has to be new, and " +
        "of this minute's clock; an access token (at+jwt) is none.";

    // An ID token says nothing of its type, or JWT; what says more is for something else (RFC 8725, 3.11).
    private static readonly string[] Types = ["JWT"];

    /// <summary>Exchanges a proof.</summary>
    /// <param name="proof">What came.</param>
    /// <param name="rules">The rules it is held against, all of one issuer and audience: the one that a machine names, or
    /// those of the client that a person signed in with.</param>
    /// <param name="caller">Who asks.</param>
    /// <exception cref="IssuerUnavailableException">The issuer's keys can't be had.</exception>
    public async Task<Exchanged> ExchangeAsync(Proof proof, IReadOnlyList<IdentityRule> rules, ExchangeCaller caller)
    {
        if (rules.Count == 0)
        {
            return Exchanged.Guess(NotTaken);
        }

        var (issuer, audience) = (rules[0].Issuer, rules[0].Audience);
        var token = await tokens.VerifyAsync(
            proof.Token, issuer, audience, [.. rules.SelectMany(rule => rule.Algorithms).Distinct()], Types,
            caller.Deadline.Caller);
        var now = time.GetUtcNow();
        if (token is null || ClaimSet.Read(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(token.EncodedPayload))
            is not { } claims || ProofChecks.Complaint(claims, proof, audience, now) is { })
        {
            Refused(caller, null, []);
            return Exchanged.Guess(NotTaken);
        }

        var identity = new TokenIdentity
        {
            Rules = [.. rules.Select(rule => new RuleUse(rule.Id, rule.Epoch))],
            Issuer = issuer,
            Subject = claims.One("sub")!,
            ProofId = claims.One("jti"),
            IsPerson = proof.IsPerson,
            SignedInAt = proof.IsPerson ? claims.Time("auth_time") : null,
        };
        var judged = rules.Select(rule => (Rule: rule, Unmatched: Judge(rule, claims, token.Alg, identity, now))).ToArray();
        IdentityRule[] taken = [.. judged.Where(each => each.Unmatched.Count == 0).Select(each => each.Rule)];
        if (taken.Length is 0 or > MostRules)
        {
            Refused(caller, identity, [.. judged.SelectMany(each => each.Unmatched).Distinct()]);
            return taken.Length > 0
                ? Exchanged.Refusal("access_denied", $"{taken.Length} rules match, and {MostRules} make a token at the most: join some.", 403)
                : Refuse(judged, claims, proof);
        }

        var grants = GrantedScopes.Narrow([.. taken.SelectMany(rule => rule.Grants)], proof.Scope);
        if (grants.Count == 0)
        {
            return Exchanged.Refusal("invalid_scope", "The rules give none of these scopes; without scope comes what they give.");
        }

        identity = identity with { Rules = [.. taken.Select(rule => new RuleUse(rule.Id, rule.Epoch))] };
        return await TakeAsync(claims, token, caller.Deadline)
            ? await MakeAsync(identity, taken, grants, claims, caller)
            : Exchanged.Refusal("invalid_grant", "This token was exchanged already, and is good once. Ask its issuer for another.");
    }

    // What the rule has against these claims, by name.
    private List<string> Judge(IdentityRule rule, ClaimSet claims, string algorithm, TokenIdentity identity, DateTimeOffset now)
    {
        var unmatched = RuleMatch.Of(rule, claims).Unmatched.ToList();
        if (!rule.Algorithms.Contains(algorithm))
        {
            unmatched.Add("alg");
        }

        if (ProofChecks.IsTooOld(rule, claims, now))
        {
            unmatched.Add(identity.IsPerson ? "auth_time" : "iat");
        }

        if (!options.Value.RulesMayGrantAdmin && rule.Grants.Any(grant => grant.Scopes.Contains(ApiTokenScope.Admin)))
        {
            unmatched.Add("grants admin");
        }

        return unmatched;
    }

    private static Exchanged Refuse((IdentityRule Rule, List<string> Unmatched)[] judged, ClaimSet claims, Proof proof)
    {
        if (claims.LeftOutGroups && judged.Any(each => each.Unmatched.Any(claim => claim is "groups")))
        {
            return Exchanged.Refusal("access_denied",
                "The issuer left the groups out of the token, because they are too many. Match app roles (roles) in the " +
                    "rule, assigned to the groups, instead of groups.", 403);
        }

        return Exchanged.Refusal("access_denied", proof.IsPerson
            ? "No rule matches who signed in. An admin can see which claims differ with the tester of the rules."
            : $"Rule {judged[0].Rule.Id} does not take this token: {string.Join(", ", judged[0].Unmatched)}.", 403);
    }

    // Its id, or else the hash of what is signed of it: the last part has several forms that mean the same.
    private Task<bool> TakeAsync(ClaimSet claims, Microsoft.IdentityModel.JsonWebTokens.JsonWebToken token, StoreDeadline deadline)
    {
        var proof = claims.One("jti") is { Length: > 0 } id ? $"jti {id}" : $"{token.EncodedHeader}.{token.EncodedPayload}";
        return records.TakeAsync(
            $"iss-{Digest(token.Issuer)}", $"used-{Digest($"{token.Issuer} {proof}")}", 1,
            claims.Time("exp") + IssuerTokens.Skew + IssuerTokens.Skew, deadline);
    }

    private static string Digest(string text) => SecretToken.Hash(text)[..32];

    private async Task<Exchanged> MakeAsync(
        TokenIdentity identity, IdentityRule[] rules, IReadOnlyList<AccessGrant> grants, ClaimSet claims, ExchangeCaller caller)
    {
        var now = time.GetUtcNow();
        var (token, text) = ApiToken.Create(
            ProofChecks.NameOf(identity, claims), [.. grants.SelectMany(grant => grant.Scopes).Distinct()], identity.RuleIds(), now,
            now + rules.Min(rule => rule.TokenTtl));
        token = token with
        {
            Identity = identity,
            Grants = grants,
            IntegratedAccounts = grants.Any(grant => grant.IntegratedAccounts is null) ? null
                : [.. grants.SelectMany(grant => grant.IntegratedAccounts!).Distinct()],
        };
        var act = new AdminAct(token.Id, "sign_in", null, token.Id)
        {
            Identity = identity,
            RemoteAddress = caller.Address?.ToString(),
            Client = caller.Client,
            Deadline = caller.Deadline.WithoutCaller,
            Details = writer =>
            {
                writer.WriteTexts("scopes", token.Scopes.Select(GrantedScopes.Name));
                writer.WriteString("expires_at", token.ExpiresAt!.Value.ToSecond());
            },
        };
        return await audit.AdminActAsync(act, () => records.ApiTokens.CreateAsync(token, caller.Deadline))
            ? new Exchanged(token, text, null, null)
            : throw new StoreUnavailableException("The store says that a fresh random id is taken.");
    }

    private void Refused(ExchangeCaller caller, TokenIdentity? identity, IReadOnlyList<string> unmatched) =>
        audit.Refused(new RefusedRequest("exchange_refused", caller.Address, caller.Client)
        {
            Identity = identity,
            Unmatched = unmatched,
        });
}
