using ServerlessMcp.Accounts;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>What an account of this integration has beside what all have.</summary>
public static class TerraformAccount
{
    /// <summary>The member with the organization that calls work on.</summary>
    internal const string OrganizationMember = "organization";

    /// <summary>The member with further hosts of pre-signed blobs.</summary>
    internal const string BlobHostsMember = "blob_hosts";

    extension(IntegratedAccount account)
    {
        /// <summary>The default of every <c>organization_name</c> argument; null if each call has to name one.</summary>
        public string? Organization => account.Text(OrganizationMember);

        /// <summary>
        /// Further hosts that may serve pre-signed blobs from a private address: the object store of a Terraform
        /// Enterprise. HCP Terraform needs none.
        /// </summary>
        public IReadOnlyList<string> BlobHosts => account.Texts(BlobHostsMember);

        /// <summary>Whether the address is HCP Terraform itself; every other host is taken for a Terraform Enterprise,
        /// unless it is on loopback (the sandbox).</summary>
        public bool IsHcp => IsHcpAt(account.Address);

        /// <summary>The same account with these members.</summary>
        /// <param name="organization">The organization; null for none.</param>
        /// <param name="blobHosts">Further hosts of pre-signed blobs.</param>
        public IntegratedAccount WithTerraform(string? organization, params ReadOnlySpan<string> blobHosts)
        {
            var members = new Dictionary<string, JsonElement>(account.Members, StringComparer.Ordinal);
            if (organization is not null)
            {
                members[OrganizationMember] = IntegratedAccount.Member(organization);
            }

            if (blobHosts.Length > 0)
            {
                members[BlobHostsMember] = IntegratedAccount.Member(blobHosts);
            }

            return account with { Members = members };
        }
    }

    /// <summary>Whether an address is, or on loopback may be, HCP Terraform's, in the United States or in Europe.</summary>
    internal static bool IsHcpAt(Uri address) =>
        address.IsLoopback || string.Equals(address.Host, "app.terraform.io", StringComparison.OrdinalIgnoreCase)
        || string.Equals(address.Host, "app.eu.terraform.io", StringComparison.OrdinalIgnoreCase);
}
