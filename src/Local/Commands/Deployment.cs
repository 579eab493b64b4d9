namespace ServerlessMcp.Local.Commands;

/// <summary>A deployment that commands talk to.</summary>
/// <param name="Address">Its origin: https, or loopback.</param>
/// <param name="Token">The API token for it; null where nobody is logged in.</param>
internal sealed record Deployment(Uri Address, string? Token)
{
    /// <summary>The variable with an address.</summary>
    public const string AddressVariable = "SERVERLESSMCP_ADDRESS";

    /// <summary>The variable with an API token.</summary>
    public const string TokenVariable = "SERVERLESSMCP_API_TOKEN";

    /// <summary>The one that is meant: by <paramref name="given"/>, by the environment, or by who is logged in. A kept
    /// token goes to the address that it was given for and to no other.</summary>
    public static Deployment Find(string? given, TimeProvider time)
    {
        var (address, token) = (given ?? Variable(AddressVariable), Variable(TokenVariable));
        var login = token is null || address is null ? LoginFile.Read(time) : null;
        var origin = address is not null ? Origin(address) : login is not null ? Origin(login.Address)
            : throw new CommandException(
                ExitCodes.Credential,
                $"No deployment is known here. Log in with `serverless-mcp login https://…`, or set {AddressVariable} and {TokenVariable}.");
        return new Deployment(origin, token ?? (login is not null && Origin(login.Address) == origin ? login.Token : null));
    }

    /// <summary>An address as an origin; tokens go nowhere in the clear but to this machine itself.</summary>
    public static Uri Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && IsSafe(address)
        && address is { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" }
            ? address
            : throw new CommandException(
                ExitCodes.Usage, $"'{Terminal.Clean(text)}' is no address of a deployment: https://mcp.example.com is the form, and http on loopback alone.");

    /// <summary>Whether what is sent there is read by nobody on the way.</summary>
    public static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value.Trim() : null;
}
