using System.Text;

namespace ServerlessMcp.Testing.Faults;

/// <summary>
/// What happens to requests of one method and path. Made by <see cref="FaultPlan.On(string, string)"/>; the calls add
/// up, so <c>.Delay(…).Status(500)</c> is a late 500. A rule without status, body or cut only delays (or does nothing):
/// the request is then answered as ever.
/// </summary>
public sealed class FaultRule
{
    private readonly Lock gate = new();
    private readonly string method;
    private readonly string path;
    private int left = int.MaxValue;

    internal FaultRule(string method, string path)
    {
        this.method = method;
        this.path = path;
    }

    internal int? StatusCode { get; private set; }

    internal byte[]? Content { get; private set; }

    internal string ContentType { get; private set; } = "application/vnd.api+json";

    internal List<KeyValuePair<string, string>> Headers { get; } = [];

    internal TimeSpan Wait { get; private set; }

    internal FaultKind Kind { get; private set; }

    internal long Size { get; private set; }

    /// <summary>Answers with this status, and a JSON:API error as the body unless <see cref="Body(string, string)"/>
    /// says otherwise.</summary>
    public FaultRule Status(int status)
    {
        StatusCode = status;
        return this;
    }

    /// <summary>Answers with this body, with status 200 unless <see cref="Status(int)"/> says otherwise.</summary>
    public FaultRule Body(string body, string contentType = "application/vnd.api+json")
    {
        Content = Encoding.UTF8.GetBytes(body);
        ContentType = contentType;
        return this;
    }

    /// <summary>Adds a header, to the fault's own answer or to the ordinary one.</summary>
    public FaultRule Header(string name, string value)
    {
        Headers.Add(KeyValuePair.Create(name, value));
        return this;
    }

    /// <summary>Waits this long by the sandbox's clock before anything else; a client that goes away ends the wait.</summary>
    public FaultRule Delay(TimeSpan delay)
    {
        Wait = delay;
        return this;
    }

    /// <summary>Cuts the connection before a byte of the answer is sent.</summary>
    public FaultRule Cut() => Do(FaultKind.CutBeforeHeaders);

    /// <summary>Sends the headers and half of the body, then cuts the connection.</summary>
    public FaultRule CutMidBody() => Do(FaultKind.CutMidBody);

    /// <summary>Sends half of the ordinary body as if it were all: not JSON any more.</summary>
    public FaultRule Malformed() => Do(FaultKind.Malformed);

    /// <summary>Answers with a JSON document of at least this many bytes.</summary>
    public FaultRule Oversized(long bytes)
    {
        Size = bytes;
        return Do(FaultKind.Oversized);
    }

    /// <summary>Ends the rule after this many requests.</summary>
    public FaultRule Times(int count)
    {
        lock (gate) left = count;
        return this;
    }

    internal bool Take(string requestMethod, string requestPath)
    {
        if (method != "*" && !string.Equals(method, requestMethod, StringComparison.OrdinalIgnoreCase)) return false;
        if (!Glob.Matches(path, requestPath)) return false;
        lock (gate)
        {
            if (left == 0) return false;
            if (left != int.MaxValue) left--;
            return true;
        }
    }

    private FaultRule Do(FaultKind kind)
    {
        Kind = kind;
        return this;
    }
}
