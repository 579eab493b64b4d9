namespace ServerlessMcp.Functions;

/// <summary>Reads environment variables of a form, and collects what does not fit, so that one start names all of it.
/// Empty is not there. Values are not quoted: they may be secrets.</summary>
internal sealed class SettingsReader(Func<string, string?> environment)
{
    // Stands in for what is missing; Read throws before anybody sees it.
    private static readonly Uri Nowhere = new("https://invalid");

    private readonly List<string> _complaints = [];

    public bool IsGood => _complaints.Count == 0;

    public string Complaints => string.Join('\n', _complaints);

    public void Complain(string complaint) => _complaints.Add(complaint);

    public string? Text(string name) => environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public string? Text(string name, Func<string, bool> isGood, string form)
    {
        if (Text(name) is not { } value || isGood(value))
            return Text(name);
        Complain($"{name} has to be {form}.");
        return null;
    }

    public Uri Missing(string what)
    {
        Complain($"{what} is missing.");
        return Nowhere;
    }

    public Uri Url(string name)
    {
        if (Text(name) is not { } value)
            return Missing(name);
        if (Uri.TryCreate(value, UriKind.Absolute, out var url)
            && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" })
            return url;
        Complain($"{name} has to be a URL without user, query and fragment.");
        return Nowhere;
    }

    public Uri Https(string name, string why)
    {
        var url = Url(name);
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            Complain($"{name} has to be https: {why}.");
        return url;
    }

    public int? Port(string name) =>
        Text(name, value => ushort.TryParse(value, CultureInfo.InvariantCulture, out _), "a port number") is { } port
        ? ushort.Parse(port, CultureInfo.InvariantCulture)
        : null;

    public LogLevel? Level(string name) => Text(
        name, value => Enum.TryParse<LogLevel>(value, ignoreCase: true, out _),
        "Trace, Debug, Information, Warning, Error or None") is { } level
        ? Enum.Parse<LogLevel>(level, ignoreCase: true)
        : null;
}
