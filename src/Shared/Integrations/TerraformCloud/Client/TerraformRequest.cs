namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>One request to an account's API.</summary>
/// <param name="Address">The account's origin. The token goes there and nowhere else.</param>
/// <param name="Token">The account's Terraform token.</param>
/// <param name="Verb">The HTTP method.</param>
/// <param name="PathAndQuery">From the origin on, escaped, starting with a slash: what <c>RequestPath</c> makes.</param>
/// <param name="Body">UTF-8 JSON, or whatever <see cref="ContentType"/> says; empty for none.</param>
public sealed record TerraformRequest(Uri Address, string Token, HttpMethod Verb, string PathAndQuery, ReadOnlyMemory<byte> Body)
{
    /// <summary>The media type of the answer asked for.</summary>
    public string Accept { get; init; } = TerraformClient.MediaType;

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = TerraformClient.MediaType;

    /// <summary>Names the request without its token and its body, so that a log can't leak them by accident.</summary>
    public override string ToString() => $"{Verb} {Address.Host}";
}
