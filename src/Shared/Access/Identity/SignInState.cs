using ServerlessMcp.Records;

namespace ServerlessMcp.Access.Identity;

/// <summary>
/// What goes to the issuer as <c>state</c> and comes back with the code: where the person signs in, whom the code is
/// for, and that one's own state, by which it knows its own sign-in. It is no secret and not signed: whatever it says,
/// a code goes to the console of this deployment or to a program on the person's own machine.
/// </summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Port">The port of the program's <c>http://127.0.0.1:PORT/callback</c>; null for the console.</param>
/// <param name="Own">The state of whoever began.</param>
internal sealed record SignInState(string Provider, int? Port, string Own)
{
    private const string Loopback = "http://127.0.0.1:";
    private const string Callback = "/callback";

    /// <summary>Reads it; null for every other text.</summary>
    public static SignInState? Read(string? text) =>
        text?.Split('.') is [var provider, var port, var own] && Identifier.IsValid(provider) && IsOwn(own)
        && (port == "console" || PortOf(port) is not null)
            ? new SignInState(provider, PortOf(port), own) : null;

    /// <summary>Whether a text may be somebody's own state.</summary>
    public static bool IsOwn(string text) => text.Length is >= 22 and <= 128 && Pkce.IsBase64Url(text);

    /// <summary>Whom a code may go to: the port, or null for the console; or that it may not.</summary>
    /// <param name="returnTo">An address; null for the console.</param>
    /// <param name="console">The console's address.</param>
    public static (bool IsGood, int? Port) ReadReturn(string? returnTo, string console) =>
        returnTo is null || returnTo == console ? (true, null)
        : returnTo.StartsWith(Loopback, StringComparison.Ordinal) && returnTo.EndsWith(Callback, StringComparison.Ordinal)
            && returnTo.Length > Loopback.Length + Callback.Length
            && PortOf(returnTo[Loopback.Length..^Callback.Length]) is { } port ? (true, port)
        : (false, null);

    /// <summary>The text of it.</summary>
    public override string ToString() =>
        $"{Provider}.{Port?.ToString(CultureInfo.InvariantCulture) ?? "console"}.{Own}";

    /// <summary>Where the code goes.</summary>
    /// <param name="console">The console's address.</param>
    /// <param name="parameters">What goes with it. A page's address keeps it out of requests, behind the fragment.</param>
    public string Address(string console, string parameters) =>
        Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Loopback}{port}{Callback}?{parameters}")
        : $"{console}#/signin?{parameters}";

    private static int? PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
        && text[0] != '0' ? port : null;
}
