using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Tests.Access;

public sealed class SecretTokenTests
{
    [Fact]
    public void A_url_token_is_the_prefix_43_random_characters_and_6_of_checksum()
    {
        var token = SecretToken.Create(SecretToken.UrlPrefix);

        Assert.Matches("^smcp_[A-Za-z0-9_-]{49}$", token);
        Assert.True(SecretToken.IsWellFormed(SecretToken.UrlPrefix, token));
        Assert.NotEqual(token, SecretToken.Create(SecretToken.UrlPrefix));
    }

    [Fact]
    public void Any_single_changed_character_breaks_the_checksum()
    {
        var token = SecretToken.Create(SecretToken.UrlPrefix);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];

            Assert.False(SecretToken.IsWellFormed(SecretToken.UrlPrefix, changed), $"at {i}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("smcp_")]
    [InlineData("smcp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../../../etc/passwd")]
    public void Garbage_is_not_well_formed(string? text) => Assert.False(SecretToken.IsWellFormed(SecretToken.UrlPrefix, text));

    [Fact]
    public void A_token_of_one_kind_is_none_of_the_other()
    {
        Assert.False(SecretToken.IsWellFormed(SecretToken.UrlPrefix, SecretToken.Create(SecretToken.ApiPrefix)));
        Assert.False(SecretToken.IsWellFormed(SecretToken.ApiPrefix, SecretToken.Create(SecretToken.UrlPrefix)));
    }

    [Fact]
    public void An_id_is_safe_in_every_store_and_does_not_hold_the_token()
    {
        var token = SecretToken.Create(SecretToken.ApiPrefix);
        var hash = SecretToken.Hash(token);
        var id = SecretToken.RecordId(SecretToken.ApiPrefix, hash);

        Assert.True(Identifier.IsValid(id));
        Assert.StartsWith("api-" + hash[..32], id, StringComparison.Ordinal);
        Assert.True(SecretToken.AreSame(SecretToken.Hash(token), hash));
        Assert.False(SecretToken.AreSame(SecretToken.Hash(token + "x"), hash));
    }
}
