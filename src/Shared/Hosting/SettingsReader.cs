using Microsoft.Extensions.Logging;

namespace ServerlessMcp.Hosting;

/// <summary>
/// Reads the environment variables of every host, so that one text means the same to all of them, and collects what
/// does not fit, so that one start names all of it. Empty is not there. Values are not quoted: they may be secrets.
/// </summary>
public sealed class SettingsReader(Func<string, string?> environment)
{
    private const string LevelNames = "Trace, Debug, Information, Warning, Error or None";
    private const int ShortestAdminToken = 20;

    // Stands in for what is missing; Check throws before anybody sees it.
    private static readonly Uri Nowhere = new("https://invalid");

    private readonly List<string> complaints = [];

    /// <summary>What does not fit, so far.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Adds a complaint of the host's own.</summary>
    public void Complain(string complaint) => complaints.Add(complaint);

    /// <summary>Ends the reading.</summary>
    /// <exception cref="SettingsException">Something does not fit: all of it, and <paramref name="usage"/>.</exception>
    public void Check(string? usage = null)
    {
        if (complaints.Count > 0)
            throw new SettingsException(string.Join('\n', complaints) + (usage is null ? "" : $"\n\n{usage}"));
    }

    /// <summary>A text without the spaces around it; null if it is not there.</summary>
    public string? Text(string name) =>
        environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>A text of a form; null if it is not there, or has another one.</summary>
    public string? Text(string name, Func<string, bool> isGood, string form)
    {
        if (Text(name) is not { } value || isGood(value))
            return Text(name);
        Complain($"{name} has to be {form}.");
        return null;
    }

    /// <summary>A text that has to be there.</summary>
    public string Need(string name, string what)
    {
        if (Text(name) is { } value)
            return value;
        Missing($"{name}, {what},");
        return "";
    }

    /// <summary>A URL that nothing was given for.</summary>
    public Uri Missing(string what)
    {
        Complain($"{what} is missing.");
        return Nowhere;
    }

    /// <summary>An http or https URL.</summary>
    public Uri Url(string name)
    {
        if (Text(name) is not { } value)
            return Missing(name);
        if (AsUrl(value) is { } url)
            return url;
        Complain($"{name} has to be a URL without user, query and fragment.");
        return Nowhere;
    }

    /// <summary>A URL that has to be https, unless it is on this machine.</summary>
    public Uri Https(string name, string why)
    {
        var url = Url(name);
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            Complain($"{name} has to be https: {why}.");
        return url;
    }

    /// <summary>SERVERLESSMCP_PUBLIC_URL: what minted URLs start with.</summary>
    public Uri PublicUrl()
    {
        const string Name = "SERVERLESSMCP_PUBLIC_URL";
        var url = Text(Name) is null
            ? Missing($"{Name}, what minted URLs start with, such as https://mcp.example.com,")
            : Https(Name, "minted URLs are secrets");
        if (!IsOrigin(url))
            Complain($"{Name} has to be an origin without a path, such as https://mcp.example.com.");
        return url;
    }

    /// <summary>SERVERLESSMCP_ADMIN_TOKEN; null for none.</summary>
    public string? AdminToken() => Text(
        "SERVERLESSMCP_ADMIN_TOKEN", value => value.Length >= ShortestAdminToken,
        $"at least {ShortestAdminToken} characters, because it opens everything");

    /// <summary>A port; null if it is not there.</summary>
    public int? Port(string name) => (int?)Whole(name, 0, ushort.MaxValue, "a port number");

    /// <summary>A whole number; null if it is not there.</summary>
    public long? Whole(string name, long least, long most, string? form = null) =>
        Text(name, value => Number(value) is { } number && number >= least && number <= most,
            form ?? $"a whole number from {least} to {most}") is { } text ? Number(text) : null;

    /// <summary>SERVERLESSMCP_LOG_LEVEL; null if it is not there.</summary>
    public LogLevel? Level() =>
        Text("SERVERLESSMCP_LOG_LEVEL", value => AsLevel(value) is not null, LevelNames) is { } text
        ? AsLevel(text) : null;

    /// <summary>A level by its name in any case; null for everything else, numbers too: they mean nothing to who reads
    /// them.</summary>
    public static LogLevel? AsLevel(string text) =>
        text.All(char.IsAsciiLetter) && Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) ? level : null;

    /// <summary>A URL without user, query and fragment, of http or https; null for everything else.</summary>
    public static Uri? AsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" } ? url : null;

    /// <summary>Whether a URL is scheme, host and port alone: paths of ours are put behind it, and would replace one.</summary>
    public static bool IsOrigin(Uri url) => url.AbsolutePath == "/";

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
