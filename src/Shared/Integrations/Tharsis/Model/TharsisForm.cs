using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Tharsis.Client;

namespace ServerlessMcp.Integrations.Tharsis.Model;

/// <summary>What accounts of this integration and scopes of their URLs have beside what all have.</summary>
internal static class TharsisForm
{
    // Names of namespaces have letters, digits, - and _.
    private const string PathMarks = "-_/";

    /// <summary>The form.</summary>
    public static AccountForm Form { get; } = new()
    {
        System = "Tharsis",
        Members =
        [
            new(TharsisAccount.ServiceAccountMember, IsList: false, ServiceAccountComplaint),
            new(TharsisAccount.LoginMember, IsList: false, LoginComplaint),
            new(TharsisAccount.TokenUrlMember, IsList: false, UrlComplaint),
            new(TharsisAccount.DocumentationMember, IsList: false, SiteComplaint),
        ],
        Scope =
        [
            new("groups", ScopeRole.Groups, PathMarks,
                "the full path of a group is needed, such as my-org/payments; it reaches what lies below it",
                IsPath: true) { Example = "my-org/payments" },
            new("workspaces", ScopeRole.Items, PathMarks,
                "the full path of a workspace, or of a group that it lies below, is needed, such as my-org/payments/api",
                IsPath: true) { Example = "my-org/payments/api" },
        ],
        Guidance = "An id is a global id or a TRN (trn:run:my-org/my-workspace/Ul8…); take both from answers. ",
        ScopeGuidance = "What lies outside of the scope's paths is answered as if it were not there. ",
    };

    private static string? ServiceAccountComplaint(string id) =>
        TharsisId.IsTrn(id, "service_account") || TharsisId.IsGlobal(id, "SA") ? null
        : "a service account's id (U0Ff…) or TRN (trn:service_account:my-org/agent) is needed";

    private static string? LoginComplaint(string login) =>
        login is TharsisAccount.ClientCredentials or TharsisAccount.Oidc or TharsisAccount.Token ? null
        : "client_credentials (the vault has the client secret), oidc (a token of an issuer that the service account " +
        "trusts) or token (one of Tharsis itself) is needed";

    private static string? UrlComplaint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && IsSafe(address)
        && address is { UserInfo: "", Query: "", Fragment: "" } ? null
        : "an https address is needed, because the client secret is sent there; http is for loopback only";

    private static string? SiteComplaint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && IsSafe(address)
        && address is { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" } ? null
        : "an https origin without a path is needed, such as https://tharsis.martian-cloud.io";

    private static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);
}
