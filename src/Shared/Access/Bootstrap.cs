using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access;

/// <summary>
/// The configured admin token. It opens everything until there is an API token with scope <c>admin</c>, and then never
/// again, unless the host says that it stays: the end is a record (<c>bootstrap</c>, among the API tokens, without
/// scopes or a hash), so that it does not come back when that API token is gone.
/// </summary>
public sealed class Bootstrap(AccessRecords records, TimeProvider time, IOptions<ServerlessMcpOptions> options)
{
    /// <summary>The id that acts with it are booked under, and that of the record of its end.</summary>
    public const string Id = "bootstrap";

    private readonly string? hash = options.Value.AdminToken is { } token ? SecretToken.Hash(token) : null;

    /// <summary>Whether the text of this hash is the configured token, over or not.</summary>
    public bool Is(string presented) => hash is not null && SecretToken.AreSame(presented, hash);

    /// <summary>The API token that it stands for; null once it is over.</summary>
    public async Task<ApiToken?> FindAsync(StoreDeadline deadline)
    {
        if (!options.Value.AdminTokenStays)
        {
            if (await records.ApiTokens.GetAsync(Id, deadline) is not null)
            {
                return null;
            }

            // Made past the control plane: by infra/first-admin-token.sh, or in a restored store.
            if (await IsThereAnAdminAsync(deadline))
            {
                await EndAsync(deadline);
                return null;
            }
        }

        return new ApiToken { Id = Id, Name = Id, Scopes = [ApiTokenScope.Admin], TokenHash = hash!, CreatedBy = Id };
    }

    /// <summary>Ends it, now that there is an admin token.</summary>
    public async Task EndAsync(StoreDeadline deadline)
    {
        if (hash is not null && !options.Value.AdminTokenStays)
        {
            await records.ApiTokens.CreateAsync(
                new ApiToken
                {
                    Id = Id,
                    Name = "the bootstrap token is over",
                    Scopes = [],
                    TokenHash = "",
                    CreatedBy = Id,
                    CreatedAt = time.GetUtcNow()
                }, deadline);
        }
    }

    private async Task<bool> IsThereAnAdminAsync(StoreDeadline deadline)
    {
        const int PageSize = 1000;
        for (string? after = null; ;)
        {
            var page = await records.ApiTokens.ListAsync(StoredRecord.Root, after, PageSize, deadline);
            if (page.Any(token => token.Identity is null && token.Scopes.Contains(ApiTokenScope.Admin)))
            {
                return true;
            }

            if (page.Count < PageSize)
            {
                return false;
            }

            after = page[^1].Id;
        }
    }
}
