using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Access.Identity;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access.Identity;

/// <summary>What others got wrong with tokens of machines and people: a test for each known pitfall.</summary>
public sealed class PitfallTests
{
    private const string Sub = """{"sub":"somebody"}""";

    private static async Task<TestProduct> StartAsync(JsonObject? rule = null)
    {
        var product = await SignIns.StartAsync();
        await product.HaveAsync("ci", rule ?? SignIns.Rule(TestIssuer.Url, Sub));
        return product;
    }

    private static async Task AssertAsync(TestProduct product, JsonObject claims, HttpStatusCode status, string? error = null)
    {
        var (actual, body) = await product.ExchangeAsync("ci", product.Issuer.Sign(claims));
        Assert.True(status == actual, body.ToJsonString());
        Assert.Equal(error, (string?)body["error"]);
    }

    // 1
    [Theory]
    [InlineData("repo:acme/*", "repo:acme/infra", true)]
    [InlineData("repo:acme/*", "repo:acme-evil/x", false)]
    [InlineData("repo:acme/*", "repo:acme/infra:ref:refs/heads/main", false)]
    [InlineData("repo:acme/**", "repo:acme/infra:ref:refs/heads/main", true)]
    [InlineData("repo:acme/**", "repo:acme@123/infra@456:ref:refs/heads/main", false)]
    [InlineData("repo:acme@123/*:environment:prod", "repo:acme@123/infra@456:environment:prod", true)]
    [InlineData("*", "", true)]
    [InlineData("a*", "A", false)]
    [InlineData("a**z", "a:/z", true)]
    [InlineData("a?", "ab", false)]
    public void A_star_does_not_cross_names(string glob, string value, bool isLike) => Assert.Equal(isLike, ClaimGlob.IsLike(glob, value));

    // 1, 2
    [Fact]
    public async Task A_rule_by_id_survives_a_rename_and_a_rule_by_names_alone_is_warned_of()
    {
        await using var product = await StartAsync(SignIns.Rule(SignIns.GitHub, """{"repository_id":"456","event_name":"push"}"""));
        await AssertAsync(product, product.Claims(SignIns.GitHub, """{"sub":"repo:acme/infra:ref:refs/heads/main","repository_id":"456","event_name":"push"}"""), HttpStatusCode.OK);
        await AssertAsync(product, product.Claims(SignIns.GitHub, """{"sub":"repo:renamed@1/infra@456:ref:refs/heads/main","repository_id":"456","event_name":"push"}"""), HttpStatusCode.OK);

        // The name was given up and registered by somebody else.
        await AssertAsync(product, product.Claims(SignIns.GitHub, """{"sub":"repo:acme/infra:ref:refs/heads/main","repository_id":"999","event_name":"push"}"""), HttpStatusCode.Forbidden, "access_denied");
        var (_, named) = await product.PutAsync("named", SignIns.Rule(SignIns.GitHub, """{"sub":"repo:acme/infra:ref:refs/heads/main","event_name":"push"}"""));
        Assert.Contains("repository_id", Assert.Single(named["warnings"]!.AsArray())!.ToString(), StringComparison.Ordinal);
    }

    // 3
    [Fact]
    public async Task An_event_that_runs_code_of_strangers_is_kept_out_and_a_rule_without_the_event_is_warned_of()
    {
        var rule = SignIns.Rule(SignIns.GitHub, """{"repository_id":"456"}""");
        rule["deny"] = JsonNode.Parse("""{"event_name":["pull_request_target","workflow_run"]}""");
        await using var product = await StartAsync(rule);
        await AssertAsync(product, product.Claims(SignIns.GitHub, """{"repository_id":"456","event_name":"push"}"""), HttpStatusCode.OK);
        foreach (var name in new[] { "pull_request_target", "workflow_run" })
        {
            await AssertAsync(product, product.Claims(SignIns.GitHub, $$"""{"repository_id":"456","event_name":"{{name}}"}"""), HttpStatusCode.Forbidden, "access_denied");
        }

        var (_, body) = await product.PutAsync("ci", rule);
        Assert.Contains("pull_request_target", Assert.Single(body["warnings"]!.AsArray())!.ToString(), StringComparison.Ordinal);
    }

    // 4
    [Fact]
    public async Task A_claim_that_is_not_there_matches_nothing()
    {
        await using var product = await StartAsync(SignIns.Rule(SignIns.GitHub, """{"repository_id":"456","environment":"production"}"""));
        await AssertAsync(product, product.Claims(SignIns.GitHub, """{"repository_id":"456","sub":"repo:acme/infra:ref:refs/heads/main"}"""), HttpStatusCode.Forbidden, "access_denied");
    }

    // 5
    [Fact]
    public async Task A_reusable_workflow_is_pinned_by_its_own_claim()
    {
        await using var product = await StartAsync(SignIns.Rule(SignIns.GitHub, """{"repository_owner_id":"1","job_workflow_ref":"acme/shared/.github/workflows/deploy.yml@refs/heads/main"}"""));
        await AssertAsync(product, product.Claims(SignIns.GitHub, """{"repository_owner_id":"1","job_workflow_ref":"acme/shared/.github/workflows/deploy.yml@refs/heads/main"}"""), HttpStatusCode.OK);
        await AssertAsync(product, product.Claims(SignIns.GitHub, """{"repository_owner_id":"1","job_workflow_ref":"acme/shared/.github/workflows/deploy.yml@refs/heads/mine"}"""), HttpStatusCode.Forbidden, "access_denied");
    }

    // 6
    [Theory]
    [InlineData("organization:o:project:net:workspace:prod-1:run_phase:apply", true)]
    [InlineData("organization:o:project:x:workspace:prod-1:workspace:dev:run_phase:apply", false)]
    [InlineData("organization:o:project:net:workspace:prod-1:run_phase:plan:run_phase:apply", false)]
    public async Task A_crafted_name_with_separators_is_no_other_name(string subject, bool isIn)
    {
        await using var product = await StartAsync(SignIns.Rule(SignIns.Hcp, """{"sub":{"glob":"organization:o:project:*:workspace:prod-*:run_phase:apply"}}"""));
        await AssertAsync(product, product.Claims(SignIns.Hcp, $$"""{"sub":"{{subject}}"}"""), isIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden, isIn ? null : "access_denied");
    }

    // 7
    [Fact]
    public async Task A_rule_for_a_workspace_that_leaves_the_phase_open_is_warned_of()
    {
        await using var product = await StartAsync();
        var (_, open) = await product.PutAsync("hcp", SignIns.Rule(SignIns.Hcp, """{"terraform_workspace_id":"ws-1"}"""));
        var (_, pinned) = await product.PutAsync("hcp", SignIns.Rule(SignIns.Hcp, """{"terraform_workspace_id":"ws-1","terraform_run_phase":"apply"}"""));
        Assert.Contains("whoever may plan", Assert.Single(open["warnings"]!.AsArray())!.ToString(), StringComparison.Ordinal);
        Assert.Empty(pinned["warnings"]!.AsArray());
    }

    // 8
    [Theory]
    [InlineData(TestIssuer.Url + "/")]
    [InlineData("https://LOGIN.example/tenant/v2.0")]
    [InlineData("https://login.example/tenant")]
    [InlineData("https://sts.windows.net/tenant/")]
    public async Task An_issuer_is_compared_to_the_character(string issuer)
    {
        await using var product = await StartAsync();
        await AssertAsync(product, product.Claims(issuer), HttpStatusCode.BadRequest, "invalid_grant");
    }

    // 9
    [Theory]
    [InlineData("none", null)]
    [InlineData("HS256", null)]
    [InlineData("ES256", null)]
    [InlineData("RS256", "at+jwt")]
    [InlineData("RS256", "logout+jwt")]
    public async Task A_token_of_another_algorithm_or_type_is_refused(string algorithm, string? type)
    {
        var rule = SignIns.Rule(TestIssuer.Url, Sub);
        rule["algorithms"] = new JsonArray("RS256");
        await using var product = await StartAsync(rule);
        var token = product.Issuer.Sign(product.Claims(TestIssuer.Url), algorithm, type: type);
        var (status, body) = await product.ExchangeAsync("ci", token);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, (string)body["error"]!));
    }

    // 9
    [Theory]
    [InlineData("jku", "https://evil.example/keys")]
    [InlineData("x5u", "https://evil.example/cert")]
    [InlineData("jwk", null)]
    public async Task A_key_that_a_token_brings_along_is_not_asked(string header, string? address)
    {
        await using var product = await StartAsync();
        using var stranger = System.Security.Cryptography.RSA.Create(2048);
        var key = stranger.ExportParameters(false);
        JsonNode value = address ?? (JsonNode)new JsonObject { ["kty"] = "RSA", ["n"] = System.Buffers.Text.Base64Url.EncodeToString(key.Modulus), ["e"] = "AQAB" };
        var token = TestIssuer.Jwt(new JsonObject { ["alg"] = "RS256", ["kid"] = product.Issuer.RsaId, ["typ"] = "JWT", [header] = value }, product.Claims(TestIssuer.Url),
            bytes => stranger.SignData(bytes, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1));
        Assert.Equal(HttpStatusCode.BadRequest, (await product.ExchangeAsync("ci", token)).Status);
    }

    // 9
    [Fact]
    public async Task Made_up_key_ids_ask_the_issuer_once_a_minute()
    {
        await using var product = await StartAsync();
        for (var number = 0; number < 10; number++)
        {
            var token = product.Issuer.Sign(product.Claims(TestIssuer.Url), keyId: $"made-up-{number}");
            Assert.Equal(HttpStatusCode.BadRequest, (await product.ExchangeAsync("ci", token)).Status);
        }

        Assert.Equal(1, product.Issuer.Questions);
    }

    // 10
    [Theory]
    [InlineData("iat", 61, false)]
    [InlineData("iat", 60, true)]
    [InlineData("nbf", 61, false)]
    [InlineData("nbf", 60, true)]
    [InlineData("exp", -60, false)]
    [InlineData("exp", -59, true)]
    [InlineData("iat", -661, false)]
    [InlineData("iat", -660, true)]
    public async Task Times_have_a_minute_for_clocks_that_differ_and_a_proof_is_of_the_last_ten_minutes(string claim, int seconds, bool isIn)
    {
        await using var product = await StartAsync();
        var claims = product.Claims(TestIssuer.Url, """{"nbf":null}""");
        claims[claim] = product.Time.GetUtcNow().ToUnixTimeSeconds() + seconds;
        var (status, body) = await product.ExchangeAsync("ci", product.Issuer.Sign(claims));
        Assert.True(isIn == (status == HttpStatusCode.OK), body.ToJsonString());
    }

    // 10
    [Theory]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("iss")]
    public async Task A_proof_that_leaves_a_claim_out_is_refused(string claim)
    {
        await using var product = await StartAsync();
        await AssertAsync(product, product.Claims(TestIssuer.Url, $$"""{"{{claim}}":null}"""), HttpStatusCode.BadRequest, "invalid_grant");
    }

    // HCP's tokens live as long as an apply, Azure's a day: a rule may say so.
    [Fact]
    public async Task A_rule_may_take_older_proofs_up_to_a_day()
    {
        var rule = SignIns.Rule(TestIssuer.Url, Sub);
        rule["max_age"] = "24h";
        await using var product = await StartAsync(rule);
        var claims = product.Claims(TestIssuer.Url);
        claims["iat"] = product.Time.GetUtcNow().AddHours(-23).ToUnixTimeSeconds();
        await AssertAsync(product, claims, HttpStatusCode.OK);
    }

    // 11
    [Theory]
    [InlineData("\"https://sts.amazonaws.com\"")]
    [InlineData("\"https://mcp.example.com/\"")]
    [InlineData("[\"https://mcp.example.com\",\"https://other.example\"]")]
    [InlineData("[]")]
    public async Task A_token_for_another_audience_of_the_same_issuer_or_for_several_is_refused(string audience)
    {
        await using var product = await StartAsync();
        await AssertAsync(product, product.Claims(TestIssuer.Url, $$"""{"aud":{{audience}}}"""), HttpStatusCode.BadRequest, "invalid_grant");
    }

    // 12
    [Theory]
    [InlineData("""{"_claim_names":{"groups":"src1"},"_claim_sources":{"src1":{"endpoint":"https://graph.example"}}}""")]
    [InlineData("""{"hasgroups":true}""")]
    public async Task Groups_that_the_issuer_left_out_are_said_so_and_never_no_groups(string claims)
    {
        await using var product = await StartAsync(SignIns.Rule(TestIssuer.Url, $$"""{"groups":"{{SignIns.Group}}"}"""));
        var (status, body) = await product.ExchangeAsync("ci", product.Issuer.Sign(product.Claims(TestIssuer.Url, claims)));
        Assert.Equal((HttpStatusCode.Forbidden, "access_denied"), (status, (string)body["error"]!));
        Assert.Contains("app roles", (string)body["error_description"]!, StringComparison.Ordinal);
    }

    // 13
    [Fact]
    public async Task An_issuer_that_is_down_is_503_for_new_proofs_and_tokens_made_before_go_on()
    {
        await using var product = await StartAsync();
        await product.HaveAsync("other", SignIns.Rule(SignIns.GitLab, """{"project_id":"1"}"""));
        var token = await product.TokenOfMachineAsync("ci", product.Claims(TestIssuer.Url));
        product.Issuer.IsDown = true;
        var (status, _) = await product.ExchangeAsync("other", product.Issuer.Sign(product.Claims(SignIns.GitLab, """{"project_id":"1"}""")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(HttpStatusCode.OK, await product.StatusAsync(token));
    }

    // 14
    [Fact]
    public async Task Of_twenty_exchanges_of_one_token_at_once_one_wins_and_later_ones_lose_under_any_rule()
    {
        await using var product = await StartAsync();
        await product.HaveAsync("second", SignIns.Rule(TestIssuer.Url, Sub, """[{"scopes":["audit"]}]"""));
        var token = product.Issuer.Sign(product.Claims(TestIssuer.Url));
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => product.ExchangeAsync("ci", token)));
        Assert.Equal(1, all.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.All(all.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal("invalid_grant", (string)answer.Body["error"]!));
        Assert.Equal(HttpStatusCode.BadRequest, (await product.ExchangeAsync("second", token)).Status);
    }

    // 14
    [Fact]
    public async Task A_token_without_an_id_is_good_once_too_however_its_signature_is_written()
    {
        await using var product = await StartAsync();
        var token = product.Issuer.Sign(product.Claims(TestIssuer.Url, """{"jti":null}"""), "ES256");
        Assert.Equal(HttpStatusCode.OK, (await product.ExchangeAsync("ci", token)).Status);

        // The last character of a base64url text may have bits that mean nothing.
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await product.ExchangeAsync("ci", token[..^1] + last)).Status);
        }
    }

    // 14
    [Fact]
    public async Task A_store_that_can_not_say_whether_a_token_was_used_gives_nothing()
    {
        await using var product = await StartAsync();
        product.Store.IsDownFor = kind => kind == RecordKind.CallCount;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await product.ExchangeAsync("ci", product.Issuer.Sign(product.Claims(TestIssuer.Url)))).Status);
        Assert.DoesNotContain("\"identity\"", product.Store.Dump(), StringComparison.Ordinal);
    }

    // 15
    [Fact]
    public async Task The_trail_has_issuer_rule_subject_and_the_proofs_id_and_never_the_proof()
    {
        await using var product = await StartAsync();
        var claims = product.Claims(TestIssuer.Url, """{"secret_of_the_claims":"canary-7f3a"}""");
        var proof = product.Issuer.Sign(claims);
        var (_, body) = await product.ExchangeAsync("ci", proof);
        var lines = string.Join('\n', product.Logs.Of("ServerlessMcp.Audit").Where(line => line.Contains("\"sign_in\"", StringComparison.Ordinal)));
        Assert.Contains($"\"identity\":{{\"rule\":\"ci\",\"issuer\":\"{TestIssuer.Url}\",\"subject\":\"somebody\",\"jti\":\"{claims["jti"]}\"}}", lines, StringComparison.Ordinal);
        foreach (var everything in new[] { product.Store.Dump(), string.Join('\n', product.Logs.Of("ServerlessMcp.Audit")), string.Join('\n', product.Logs.Of("ServerlessMcp")) })
        {
            Assert.DoesNotContain("canary-7f3a", everything, StringComparison.Ordinal);
            Assert.DoesNotContain(proof.Split('.')[1], everything, StringComparison.Ordinal);
            Assert.DoesNotContain((string)body["access_token"]!, everything, StringComparison.Ordinal);
        }
    }

    // 16
    [Fact]
    public async Task An_account_that_goes_or_a_policy_that_narrows_after_the_exchange_bites_at_the_next_call()
    {
        await using var product = await StartAsync();
        var token = await product.TokenOfMachineAsync("ci", product.Claims(TestIssuer.Url));
        await product.ConnectAsync(members: ""","policy":{"methods":["read"]}""");
        Assert.Equal(HttpStatusCode.UnprocessableContent, await product.StatusAsync(token, "/integrated-account/sandbox/mcp", HttpMethod.Post, """{"name":"x","config":{"methods":["*"]}}"""));
        using var gone = await product.AdminAsync(HttpMethod.Delete, "/integrated-account/sandbox");
        Assert.Equal(HttpStatusCode.NotFound, await product.StatusAsync(token, "/integrated-account/sandbox/mcp", HttpMethod.Post, """{"name":"x"}"""));
    }

    [Fact]
    public async Task A_claim_that_stands_twice_is_no_claim()
    {
        await using var product = await StartAsync();
        var claims = product.Claims(TestIssuer.Url).ToJsonString().Replace("\"sub\":\"somebody\"", "\"sub\":\"evil\",\"sub\":\"somebody\"", StringComparison.Ordinal);
        var header = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes($$"""{"alg":"RS256","kid":"{{product.Issuer.RsaId}}","typ":"JWT"}"""));
        var signed = $"{header}.{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims))}";
        var token = $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(product.Issuer.Rsa.SignData(System.Text.Encoding.ASCII.GetBytes(signed), System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1))}";
        Assert.Equal(HttpStatusCode.BadRequest, (await product.ExchangeAsync("ci", token)).Status);
    }
}
