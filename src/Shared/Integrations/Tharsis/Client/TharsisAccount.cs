using ServerlessMcp.Accounts;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>What an account of this integration has beside what all have.</summary>
internal static class TharsisAccount
{
    /// <summary>The member with the service account that calls are made as.</summary>
    internal const string ServiceAccountMember = "service_account";

    /// <summary>The member that says what the secret in the vault is.</summary>
    internal const string LoginMember = "login";

    /// <summary>The member with the address that gives tokens for the client secret.</summary>
    internal const string TokenUrlMember = "token_url";

    /// <summary>The member with the site of the documentation.</summary>
    internal const string DocumentationMember = "documentation";

    /// <summary>The vault has the client secret of the service account.</summary>
    internal const string ClientCredentials = "client_credentials";

    /// <summary>The vault has a token of an issuer that the service account trusts.</summary>
    internal const string Oidc = "oidc";

    /// <summary>The vault has a token of Tharsis itself.</summary>
    internal const string Token = "token";

    /// <summary>Where Tharsis documents itself.</summary>
    internal static readonly Uri PublicDocumentation = new("https://tharsis.martian-cloud.io");

    extension(IntegratedAccount account)
    {
        /// <summary>The service account, by its id or TRN; null where the vault has a token of Tharsis itself.</summary>
        public string? ServiceAccount => account.Text(ServiceAccountMember);

        /// <summary>What the secret in the vault is: said, or else told by whether there is a service account.</summary>
        public string Login => account.Text(LoginMember) ?? (account.ServiceAccount is null ? Token : ClientCredentials);

        /// <summary>The address that gives tokens; null to find it.</summary>
        public Uri? TokenUrl => account.Text(TokenUrlMember) is { } address ? new Uri(address) : null;

        /// <summary>The site of the documentation.</summary>
        public Uri Documentation => account.Text(DocumentationMember) is { } site ? new Uri(site) : PublicDocumentation;
    }
}
