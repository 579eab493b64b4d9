using System.Security.Cryptography;
using System.Text;

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>The requests that every host answers alike, in order.</summary>
internal static class Script
{
    public const string AdminToken = "admin-token-of-the-host-tests";
    public const string PublicUrl = "https://mcp.example.com";

    /// <summary>The name of the secret in every vault; the one-machine host has it for its sandbox.</summary>
    public const string SecretName = "sandbox";

    /// <summary>Another one, in the vaults of the clouds.</summary>
    public const string OtherSecretName = "second-terraform-token";

    /// <summary>The name of the key of exports there.</summary>
    public const string AuditKeyName = "audit-key";

    /// <summary>That key, in PEM.</summary>
    public static string AuditKey { get; } = MakeAuditKey();

    /// <summary>The value of a sensitive variable.</summary>
    public const string PlantedValue = "planted-variable-value-Kq83";

    private const int MaxBody = 1024 * 1024;
    private const string Account = "/integrated-account/acme";
    private const string Mcp = Account + "/mcp";
    private const string Asked = "/integrated-account/asked/mcp/requests";
    private const string Ping = """{"jsonrpc":"2.0","id":7,"method":"ping"}""";
    private const string Nothing = """{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"get_single_hashicorp_terraform_cloud_workspace_by_name","arguments":{"workspace_name":"nobody"} }}""";
    private const string List = """{"jsonrpc":"2.0","id":"l","method":"tools/list"}""";
    private const string Meta = """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}} """;
    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) Form = ("Content-Type", "application/x-www-form-urlencoded");
    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {AdminToken}");
    private static readonly (string, string) Browser = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    private static readonly (string, string) Stateless = ("MCP-Protocol-Version", "2026-07-28");

    public static IReadOnlyList<Step> Steps { get; } = [.. Open(), .. ControlPlane(), .. Transport(), .. OAuth(), .. Eras(), .. Calls(), .. Sizes(), .. Scope(), .. Surface(), .. Rotation(), .. Audit(), .. Asking(), .. Endings(), .. Outage()];

    private static IEnumerable<Step> Open() =>
    [
        Fixed("welcome", 200, "GET", "/"),
        Fixed("welcome, head", 200, "HEAD", "/"),
        Fixed("welcome of a browser", 302, "GET", "/", Browser),
        Fixed("console", 200, "GET", "/console", Browser) with
        {
            Keep = (answer, found) => found["console"] = answer.Text.Split("/console/")[1].Split('/')[0],
        },
        Fixed("console, compressed", 200, "GET", "/console", Browser, ("Accept-Encoding", "gzip, deflate, br")),
        Fixed("console, head", 200, "HEAD", "/console"),
        Of("console, a module", 200, found => new RawRequest("GET", $"/console/{found["console"]}/app.js", "")),
        Of("console, a module, compressed", 200, found => new RawRequest("GET", $"/console/{found["console"]}/app.js", "", ("Accept-Encoding", "br"))),
        Of("console, a style", 200, found => new RawRequest("GET", $"/console/{found["console"]}/console.css", "")),
        Of("console, no such file", 404, found => new RawRequest("GET", $"/console/{found["console"]}/nothing.js", "")),
        Fixed("console, of another version", 404, "GET", "/console/0000000000000000/app.js"),
        Fixed("console, post", 405, "POST", "/console"),
        Fixed("description", 200, "GET", "/openapi.json"),
        Fixed("description, compressed", 200, "GET", "/openapi.json", ("Accept-Encoding", "br")),
        Fixed("health", 200, "GET", "/healthz"),
        Fixed("health, head", 200, "HEAD", "/healthz"),
        Fixed("health with a query", 200, "GET", "/healthz?a=1&b=%20"),
        Fixed("unknown path", 404, "GET", "/nothing/here"),
        Fixed("unknown path, post", 404, "POST", "/nothing/here"),
        Fixed("wrong method", 405, "DELETE", "/healthz"),
        Fixed("options", 404, "OPTIONS", "/nothing"),
        Fixed("trailing slash", 200, "GET", "/healthz/"),
        Fixed("double slash", 404, "GET", "//healthz"),
        Fixed("dot segments", 200, "GET", "/a/../healthz"),
        Fixed("escaped dot segments", 200, "GET", "/a/%2e%2e/healthz"),
        Fixed("escaped letters", 200, "GET", "/%68ealthz"),
        Fixed("escaped slash", 404, "GET", "/integrated-account%2Facme", Bearer),
        Fixed("broken escape", 404, "GET", "/%zz"),
    ];

    private static IEnumerable<Step> ControlPlane() =>
    [
        Fixed("no token", 401, "GET", "/integrated-account"),
        Fixed("wrong token", 401, "GET", "/integrated-account", ("Authorization", "Bearer wrong-token-wrong-token")),
        Fixed("token as api key", 200, "GET", "/integrated-account", ("X-API-Key", AdminToken)),
        Fixed("no account", 404, "GET", Account, Bearer),
        new("connect", 201, found => new RawRequest("PUT", Account, AccountJson(found), Json, Bearer)),
        new("connect again", 200, found => new RawRequest("PUT", Account, AccountJson(found), Json, Bearer)),
        Fixed("account", 200, "GET", Account, Bearer),
        Fixed("accounts", 200, "GET", "/integrated-account?limit=1", Bearer),
        Fixed("bad limit", 422, "GET", "/integrated-account?limit=0", Bearer),
        Fixed("whose token it is", 200, "GET", "/api-token/self", Bearer),
        Fixed("bad cursor", 422, "GET", "/integrated-account?cursor=%21", Bearer),
        Body("mint, bad body", 422, "POST", Mcp, """{"name":"x","config":{"metods":["read"]},"surprise":1}"""),
        Body("mint, no json", 400, "POST", Mcp, "{"),
        Body("mint, half a surrogate pair", 400, "POST", Mcp, """{"name":"\ud800"}"""),
        Body("mint", 201, "POST", Mcp, """{"name":"Grüße, 世界","config":{"methods":["*"],"tags":["core","plans"]}}""") with { Keep = KeepServer("") },
        Fixed("list, first page", 200, "GET", Mcp + "?limit=1", Bearer),
        Body("mint another", 201, "POST", Mcp, """{"name":"two","config":{"methods":["read"],"require_api_token_auth":true}}""") with { Keep = KeepServer("2") },
        Of("read", 200, found => new RawRequest("GET", $"{Mcp}/{found["id"]}", "", Bearer)),
        Of("whose mark it is", 200, found => Marked(found, Mcp + "?mark=", "")),
        Fixed("whose mark it is, no mark", 422, "GET", Mcp + "?mark=core", Bearer),
        Of("change", 200, found => new RawRequest("PATCH", $"{Mcp}/{found["id"]}", """{"name":"changed"}""", Json, Bearer)),
        Of("change, refused", 422, found => new RawRequest("PATCH", $"{Mcp}/{found["id"]}", """{"expires_at":"yesterday"}""", Json, Bearer)),
        Fixed("revoke, the id is missing", 400, "DELETE", Mcp + "/", Bearer),
        Fixed("revoke everything, the slash is one too many", 400, "DELETE", "/integrated-account/-/mcp/", Bearer),
        Fixed("read, malformed id", 404, "GET", Mcp + "/..%2f..%2fx", Bearer),
        Body("make an api token", 201, "POST", "/api-token", """{"name":"caller","scopes":["call"]}""") with
        {
            Keep = (answer, found) => (found["api"], found["api-id"]) = ((string)answer.Json["token"]!, (string)answer.Json["id"]!),
        },
        Of("an api token with too little", 403, found => new RawRequest("GET", "/integrated-account", "", ("Authorization", $"Bearer {found["api"]}"))),
        Of("read an api token", 200, found => new RawRequest("GET", $"/api-token/{found["api-id"]}", "", Bearer)),
    ];

    private static IEnumerable<Step> Transport() =>
    [
        Call("ping", 200, Ping),
        Call("accept of several, with commas", 200, Ping, ("Accept", "text/html;q=0.1, application/json;q=0.9,text/event-stream")),
        Call("accept twice", 200, Ping, ("Accept", "text/html"), ("Accept", "application/json")),
        Call("accept of something else", 406, Ping, ("Accept", "text/html, image/png")),
        Call("cookies", 200, Ping, ("Cookie", "a=1; b=2,3")),
        Call("user agent with commas", 200, Ping, ("User-Agent", "Mozilla/5.0 (a, b) c,d")),
        Of("no content type", 415, found => new RawRequest("POST", $"/mcp/{found["token"]}", Ping)),
        Of("other content type", 415, found => new RawRequest("POST", $"/mcp/{found["token"]}", Ping, ("Content-Type", "text/plain"))),
        Call("no json", 400, "{"),
        Call("a batch", 400, $"[{Ping}]"),
        Call("bytes that are no text", 400, [0x7b, 0xff, 0xfe, 0x00]),
        Call("nothing", 400, ""),
        Call("a foreign page", 403, Ping, ("Origin", "https://evil.example")),
        Call("a page of its own", 200, Ping, ("Origin", PublicUrl)),
        Call("an opaque page", 403, Ping, ("Origin", "null")),
        Of("get", 405, found => new RawRequest("GET", $"/mcp/{found["token"]}", "")),
        Of("head", 405, found => new RawRequest("HEAD", $"/mcp/{found["token"]}", "")),
        Of("delete", 405, found => new RawRequest("DELETE", $"/mcp/{found["token"]}", "")),
        Of("token as bearer", 200, found => new RawRequest("POST", "/mcp", Ping, Json, ("Authorization", $"Bearer {found["token"]}"))),
        Of("token as bearer, lower case header", 200, found => new RawRequest("POST", "/mcp", Ping, ("content-type", "application/json"), ("authorization", $"bearer {found["token"]}"))),
        Of("no token at all", 401, _ => new RawRequest("POST", "/mcp", Ping, Json)),
        Body("an admin token for that of a url", 410, "POST", "/mcp", Ping),
        Fixed("get without a token", 401, "GET", "/mcp"),
        Fixed("get of a dead url", 410, "GET", "/mcp/garbage"),
        Fixed("get of a dead url by a browser", 410, "GET", "/mcp/garbage", ("Accept", "text/html")),
        Fixed("below a url", 410, "DELETE", "/mcp/garbage/sse"),
        Fixed("a preflight of a foreign page", 403, "OPTIONS", "/mcp/garbage", ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")),
        Body("garbage for a token", 410, "POST", "/mcp/garbage", Ping),
        Body("an escaped slash in the token", 410, "POST", "/mcp/a%2Fb", Ping),
        Of("the token in a query", 401, found => new RawRequest("POST", $"/mcp?token={found["token"]}", Ping, Json)),
        Of("the second factor is missing", 401, found => new RawRequest("POST", $"/mcp/{found["token2"]}", Ping, Json)),
        Of("the second factor", 200, found => new RawRequest("POST", $"/mcp/{found["token2"]}", Ping, Json, ("X-API-Key", found["api"]))),
    ];

    private static IEnumerable<Step> OAuth() =>
    [
        Body("mint, opened by OAuth", 201, "POST", Mcp, """{"name":"oauth","config":{"auth":"oauth"}}""") with
        {
            Keep = (answer, found) => (found["oauth-id"], found["oauth-url"]) = ((string)answer.Json["id"]!, (string)answer.Json["url"]!),
        },
        Of("without an access token", 401, found => new RawRequest("POST", $"/mcp/s/{found["oauth-id"]}", Ping, Json)),
        Of("metadata of the resource", 200, found => new RawRequest("GET", $"/.well-known/oauth-protected-resource/mcp/s/{found["oauth-id"]}", "")),
        Of("metadata of the issuer", 200, found => new RawRequest("GET", $"/.well-known/oauth-authorization-server/mcp/s/{found["oauth-id"]}", "")),
        Of("metadata of a plain url", 404, found => new RawRequest("GET", $"/.well-known/oauth-protected-resource/mcp/{found["token"]}", "")),
        Of("an access token", 200, found => new RawRequest("POST", $"/oauth/token?resource={Uri.EscapeDataString(found["oauth-url"])}", "grant_type=client_credentials", Form,
            ("Authorization", $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{found["api-id"]}:{found["api"]}"))}"))) with
        {
            Keep = (answer, found) => found["access"] = (string)answer.Json["access_token"]!,
        },
        Of("an access token, wrong secret", 401, found => new RawRequest("POST", "/oauth/token",
            $"grant_type=client_credentials&client_id={found["api-id"]}&client_secret=x&resource={Uri.EscapeDataString(found["oauth-url"])}", Form)),
        Of("with the access token", 200, found => new RawRequest("POST", $"/mcp/s/{found["oauth-id"]}", Ping, Json, ("Authorization", $"Bearer {found["access"]}"))),
        Of("with the access token twice", 401, found => new RawRequest("POST", $"/mcp/s/{found["oauth-id"]}", Ping, Json,
            ("Authorization", $"Bearer {found["access"]}"), ("Authorization", $"Bearer {found["access"]}"))),
        Body("mint, limited", 201, "POST", Mcp, """{"name":"limited","config":{"limits":{"calls_total":1}}}""") with { Keep = KeepServer("3") },
        Of("the one call", 200, found => new RawRequest("POST", $"/mcp/{found["token3"]}", Nothing, Json)),
        Of("one more", 200, found => new RawRequest("POST", $"/mcp/{found["token3"]}", Nothing, Json)),
    ];

    private static IEnumerable<Step> Eras() =>
    [
        Call("initialize", 200, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"""),
        Call("initialized", 202, """{"jsonrpc":"2.0","method":"notifications/initialized"}""", ("MCP-Protocol-Version", "2025-11-25")),
        Call("tools/list, handshake era", 200, List, ("MCP-Protocol-Version", "2025-06-18")),
        Call("unknown revision", 400, Ping, ("MCP-Protocol-Version", "1999-01-01")),
        Call("unknown method", 200, """{"jsonrpc":"2.0","id":1,"method":"no/such"}"""),
        Call("discover", 200, $$$"""{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{ {{{Meta}}} }}""", Stateless, ("Mcp-Method", "server/discover")),
        Call("tools/list, stateless era", 200, $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{ {{{Meta}}} }}""", Stateless, ("Mcp-Method", "tools/list")),
        Call("a header that lies", 400, $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{ {{{Meta}}} }}""", Stateless, ("Mcp-Method", "tools/call")),
        Call("a subscription", 200, $$$"""{"jsonrpc":"2.0","id":"s","method":"subscriptions/listen","params":{ {{{Meta}}},"notifications":{"toolsListChanged":true} }}""", Stateless, ("Mcp-Method", "subscriptions/listen")),
        Call("resources/list", 200, """{"jsonrpc":"2.0","id":1,"method":"resources/list"}"""),
        Call("resources/templates/list, stateless era", 200, $$$"""{"jsonrpc":"2.0","id":1,"method":"resources/templates/list","params":{ {{{Meta}}} }}""", Stateless, ("Mcp-Method", "resources/templates/list")),
        Call("resources/read", 200, """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"a:b"}}"""),
        Call("completion/complete", 200, """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{}}"""),
        Call("logging/setLevel", 200, """{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"info"}}"""),
        Call("unknown method, stateless era", 404, $$$"""{"jsonrpc":"2.0","id":1,"method":"no/such","params":{ {{{Meta}}} }}""", Stateless, ("Mcp-Method", "no/such")),
    ];

    private static IEnumerable<Step> Calls() =>
    [
        Tool("an unknown tool", "no_such_tool", "{}"),
        Tool("workspaces", "list_all_hashicorp_terraform_cloud_workspaces", """{"page_size":2}"""),
        Tool("a workspace by name", "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"payment-gateway"}"""),
        Tool("a workspace that is not there", "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"nobody"}"""),
        Tool("bad arguments", "list_all_hashicorp_terraform_cloud_workspaces", """{"page_size":0,"x":"Grüße \u0022"}"""),
        Tool("a workspace with a plan", "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"core-networking","fields":["current_run_id"]}""") with
        {
            Keep = (answer, found) => (found["workspace"], found["run"]) = (Structured(answer, "id"), Structured(answer, "current_run_id")),
        },
        ToolOf("a run", "get_single_hashicorp_terraform_cloud_run_by_id", found => $$"""{"run_id":"{{found["run"]}}","fields":["plan_id"]}""") with
        {
            Keep = (answer, found) => found["plan"] = Structured(answer, "plan_id"),
        },
        ToolOf("a log, behind a pre-signed URL", "hashicorp_terraform_cloud_plans_logs", found => $$"""{"plan_id":"{{found["plan"]}}"}"""),
        ToolOf("a plan, behind a redirect", "hashicorp_terraform_cloud_plans_json_output", found => $$"""{"plan_id":"{{found["plan"]}}"}"""),
        ToolOf("a sensitive variable", "create_a_hashicorp_terraform_cloud_workspace_variable",
            found => $$"""{"workspace_id":"{{found["workspace"]}}","key":"k","value":"{{PlantedValue}}","category":"env","sensitive":true}"""),
        ToolOf("a sensitive variable, refused", "create_a_hashicorp_terraform_cloud_workspace_variable",
            found => $$"""{"workspace_id":"{{found["workspace"]}}","key":"k","value":"{{PlantedValue}}","category":"{{PlantedValue}}","sensitive":true}"""),
        Call("no arguments", 200, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}"""),
    ];

    private static IEnumerable<Step> Sizes() =>
    [
        Call("the largest body", 200, Padded(MaxBody)),
        Call("a byte more", 413, Padded(MaxBody + 1)),
        Body("the largest body of the control plane, and more", 413, "POST", Mcp, Encoding.UTF8.GetString(Padded(MaxBody + 1))),
    ];

    private static IEnumerable<Step> Scope() =>
    [
        Body("mint, scoped", 201, "POST", Mcp, """{"name":"scoped","config":{"methods":["*"],"tags":["core"],"scope":{"workspaces":["payment-*"]}}}""") with { Keep = KeepServer("4") },
        ToolOf("workspaces, scoped", "list_all_hashicorp_terraform_cloud_workspaces", _ => "{}", "token4"),
        ToolOf("a workspace outside the scope", "get_single_hashicorp_terraform_cloud_workspace_by_name", _ => """{"workspace_name":"core-networking"}""", "token4"),
        ToolOf("a run outside the scope", "get_single_hashicorp_terraform_cloud_run_by_id", found => $$"""{"run_id":"{{found["run"]}}"}""", "token4"),
    ];

    private static IEnumerable<Step> Surface() =>
    [
        Body("mint, dry run", 200, "POST", Mcp, """{"name":"x","dry_run":true,"config":{"methods":["read"],"tags":["core"]}}"""),
        Body("mint, frozen", 201, "POST", Mcp, """{"name":"frozen","config":{"methods":["read"],"tags":["core"],"frozen":true}}""") with
        {
            Keep = (answer, found) => (found["frozen-id"], found["digest"]) = ((string)answer.Json["id"]!, (string)answer.Json["tools_digest"]!),
        },
        Of("approve its tools", 200, found => new RawRequest("POST", $"{Mcp}/{found["frozen-id"]}/approve-tools", $$"""{"tools_digest":"{{found["digest"]}}"}""", Json, Bearer)),
        Of("approve other tools", 409, found => new RawRequest("POST", $"{Mcp}/{found["frozen-id"]}/approve-tools", """{"tools_digest":"other"}""", Json, Bearer)),
        Of("approve the tools of one that is not frozen", 409, found => new RawRequest("POST", $"{Mcp}/{found["id"]}/approve-tools", $$"""{"tools_digest":"{{found["digest"]}}"}""", Json, Bearer)),
        Of("approve without a word of what", 422, found => new RawRequest("POST", $"{Mcp}/{found["frozen-id"]}/approve-tools", "{}", Json, Bearer)),
    ];

    private static IEnumerable<Step> Rotation() =>
    [
        Body("make an api token to rotate", 201, "POST", "/api-token", """{"name":"rotated","scopes":["call"]}""") with
        {
            Keep = (answer, found) => (found["old"], found["old-id"]) = ((string)answer.Json["token"]!, (string)answer.Json["id"]!),
        },
        Of("rotate it", 201, found => new RawRequest("POST", $"/api-token/{found["old-id"]}/rotate", "{}", Json, Bearer)) with
        {
            Keep = (answer, found) => found["new"] = (string)answer.Json["token"]!,
        },
        Of("with the old one", 401, found => new RawRequest("POST", $"/mcp/{found["token2"]}", Ping, Json, ("X-API-Key", found["old"]))),
        Of("with the new one", 200, found => new RawRequest("POST", $"/mcp/{found["token2"]}", Ping, Json, ("X-API-Key", found["new"]))),
        Of("rotate it again", 404, found => new RawRequest("POST", $"/api-token/{found["old-id"]}/rotate", "{}", Json, Bearer)),
    ];

    private static IEnumerable<Step> Audit() =>
    [
        Of("audit of a url, first page", 200, found => new RawRequest("GET", $"{Mcp}/{found["id"]}/audit?limit=3", "", Bearer)),
        Of("audit of a url", 200, found => new RawRequest("GET", $"{Mcp}/{found["id"]}/audit", "", Bearer)),
        Of("audit of a url, its end", 200, found => new RawRequest("GET", $"{Mcp}/{found["id"]}/audit?last=2", "", Bearer)),
        Of("audit of a url, no such end", 422, found => new RawRequest("GET", $"{Mcp}/{found["id"]}/audit?last=0", "", Bearer)),
        Of("audit of a url, exported", 200, found => new RawRequest("GET", $"{Mcp}/{found["id"]}/audit?format=jsonl", "", Bearer)),
        Of("audit of a url, a part exported", 200, found => new RawRequest("GET", $"{Mcp}/{found["id"]}/audit?format=jsonl&limit=2", "", Bearer)),
        Of("audit of a url by its mark", 200, found => Marked(found, Mcp + "/", "/audit")),
        Of("audit of a url in no such format", 422, found => new RawRequest("GET", $"{Mcp}/{found["id"]}/audit?format=xml", "", Bearer)),
        Fixed("audit of the acts on the account", 200, "GET", Account + "/audit", Bearer),
        Fixed("audit of other acts", 200, "GET", "/audit", Bearer),
        Fixed("audit without a token", 401, "GET", "/audit"),
        Fixed("the key of exports", 200, "GET", "/audit-key", Bearer),
    ];

    private static IEnumerable<Step> Endings() =>
    [
        Of("revoke", 204, found => new RawRequest("DELETE", $"{Mcp}/{found["id"]}", "", Bearer)),
        Call("after it", 410, Ping),
        Of("whose mark it was", 200, found => Marked(found, Mcp + "?mark=", "")),
        Of("revoke again", 404, found => new RawRequest("DELETE", $"{Mcp}/{found["id"]}", "", Bearer)),
        Fixed("revoke all", 200, "DELETE", Mcp, Bearer),
        Fixed("none are left", 200, "GET", Mcp, Bearer),
        Body("mint one more", 201, "POST", Mcp, """{"name":"last"}""") with { Keep = KeepServer("5") },
        Fixed("revoke everything", 200, "DELETE", "/integrated-account/-/mcp", Bearer),
        Of("after everything", 410, found => new RawRequest("POST", $"/mcp/{found["token5"]}", Ping, Json)),
        Of("end the api token", 204, found => new RawRequest("DELETE", $"/api-token/{found["api-id"]}", "", Bearer)),
    ];

    // On an account of its own: nothing else is asked of it.
    private static IEnumerable<Step> Asking() =>
    [
        new("connect, for who asks", 201, found => new RawRequest("PUT", "/integrated-account/asked", AccountJson(found), Json, Bearer)),
        Body("a token that asks", 201, "POST", "/api-token", """{"name":"asks","scopes":["request"],"integrated_accounts":["asked"]}""") with { Keep = (answer, found) => found["asks"] = (string)answer.Json["token"]! },
        Body("a token that grants", 201, "POST", "/api-token", """{"name":"grants","scopes":["approve"]}""") with { Keep = (answer, found) => found["grants"] = (string)answer.Json["token"]! },
        As("asks", "minting is not for who asks", 403, "POST", "/integrated-account/asked/mcp", """{"name":"x"}"""),
        As("asks", "ask for too much", 422, "POST", Asked, """{"name":"x","ticket":"not a word"}"""),
        As("asks", "ask", 201, "POST", Asked, """{"name":"asked for","reason":"Grüße, 世界","ticket":"INC-4711","config":{"methods":["read","custom"]}}""") with
        {
            Keep = (answer, found) => found["request"] = (string)answer.Json["id"]!,
        },
        As("asks", "their own", 200, "GET", Asked, ""),
        As("grants", "all of them", 200, "GET", Asked, ""),
        As("asks", "collect before it is decided", 409, "POST", Asked + "/{request}/collect", "{}"),
        As("asks", "grant without the scope", 403, "POST", Asked + "/{request}/grant", "{}"),
        As("grants", "grant more", 422, "POST", Asked + "/{request}/grant", """{"config":{"methods":["*"]}}"""),
        As("grants", "grant less", 200, "POST", Asked + "/{request}/grant", """{"config":{"methods":["read"]},"comment":"reads only"}"""),
        As("grants", "collect what another asked for", 403, "POST", Asked + "/{request}/collect", "{}"),
        As("asks", "collect", 201, "POST", Asked + "/{request}/collect", "{}") with { Keep = KeepServer("6") },
        Of("what was collected", 200, found => new RawRequest("POST", $"/mcp/{found["token6"]}", Ping, Json)),
        As("asks", "collect again", 409, "POST", Asked + "/{request}/collect", "{}"),
        As("grants", "decline what is collected", 409, "POST", Asked + "/{request}/decline", "{}"),
        As("grants", "what became of it", 200, "GET", Asked + "/{request}", ""),
        As("asks", "ask again", 201, "POST", Asked, """{"name":"not needed after all"}""") with { Keep = (answer, found) => found["request"] = (string)answer.Json["id"]! },
        As("grants", "grant as asked", 200, "POST", Asked + "/{request}/grant", "{}"),
        As("grants", "take back what is granted", 200, "POST", Asked + "/{request}/decline", """{"comment":"the incident is over"}"""),
        As("asks", "collect what was taken back", 409, "POST", Asked + "/{request}/collect", "{}"),
    ];

    private static IEnumerable<Step> Outage() =>
    [
        Call("a call while the store is down", 503, Ping) with { StoreIsDown = true },
        Fixed("the control plane while the store is down", 503, "GET", Mcp, Bearer),
        Fixed("health while the store is down", 200, "GET", "/healthz"),
    ];

    private static string MakeAuditKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static Step Of(string name, int status, Func<Found, RawRequest> request) => new(name, status, request);

    private static Step Fixed(string name, int status, string method, string target, params (string, string)[] headers) =>
        new(name, status, _ => new RawRequest(method, target, "", headers));

    private static Step Body(string name, int status, string method, string target, string body) =>
        new(name, status, _ => new RawRequest(method, target, body, Json, Bearer));

    private static Step Call(string name, int status, string body, params (string, string)[] headers) => Call(name, status, Encoding.UTF8.GetBytes(body), headers);

    private static Step Call(string name, int status, byte[] body, params (string, string)[] headers) =>
        new(name, status, found => new RawRequest("POST", $"/mcp/{found["token"]}", body, [Json, .. headers]));

    private static Step Tool(string name, string tool, string arguments) =>
        Call(name, 200, $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""");

    private static Step ToolOf(string name, string tool, Func<Found, string> arguments, string token = "token") =>
        new(name, 200, found => new RawRequest("POST", $"/mcp/{found[token]}", $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments(found)}}}}}""", Json));

    private static string Structured(RawAnswer answer, string member) => (string)answer.ToolJson[member]!;

    private static byte[] Padded(int length) => Encoding.UTF8.GetBytes(Ping.PadRight(length));

    private static string AccountJson(Found found) =>
        $$$"""{"address":"{{{found.Sandbox.AbsoluteUri.TrimEnd('/')}}}","organization":"acme-corp","credential":{"secret":"{{{SecretName}}}"},"blob_hosts":["localhost"]}""";

    private static Step As(string who, string name, int status, string method, string path, string body) => Of(
        name, status, found => new RawRequest(
            method, path.Replace("{request}", path.Contains('{', StringComparison.Ordinal) ? found["request"] : "", StringComparison.Ordinal), body, Json, ("Authorization", $"Bearer {found[who]}")));

    // The first eight digits of an id are the mark that a URL's runs have in their messages.
    private static RawRequest Marked(Found found, string before, string behind) => new("GET", before + found["id"][4..12] + behind, "", Bearer);

    private static Action<RawAnswer, Found> KeepServer(string suffix) => (answer, found) =>
        (found["token" + suffix], found["id" + suffix]) = ((string)answer.Json["token"]!, (string)answer.Json["id"]!);
}
