namespace ServerlessMcp.Sandbox.Http;

/// <summary>One endpoint. A segment in braces takes any value and names it.</summary>
internal sealed record Route(string Method, string[] Segments, Func<SandboxRequest, Answer> Handle)
{
    public bool Matches(string[] path, Dictionary<string, string> values)
    {
        if (path.Length != Segments.Length) return false;
        values.Clear();
        for (var i = 0; i < path.Length; i++)
        {
            var segment = Segments[i];
            if (segment[0] == '{') values[segment[1..^1]] = path[i];
            else if (segment != path[i]) return false;
        }

        return true;
    }
}
