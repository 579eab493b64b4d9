namespace ServerlessMcp.Lambda.Runtime;

/// <summary>
/// The path of a request as Kestrel would hand it on, so that the same request means the same on every host:
/// percent-escapes resolved but for <c>%2F</c>, then dot segments (RFC 3986, 5.2.4).
/// </summary>
internal static class RequestTarget
{
    /// <summary>The path, unescaped; as it came where its escapes mean no text (<c>%00</c>): such a path leads nowhere.</summary>
    public static string Path(string raw)
    {
        var path = raw.StartsWith('/') ? raw : "/" + raw;
        try
        {
            path = PathString.FromUriComponent(path).Value!;
        }
        catch (InvalidOperationException)
        {
            return path;
        }

        return path.Contains("/.", StringComparison.Ordinal) ? WithoutDotSegments(path) : path;
    }

    private static string WithoutDotSegments(string path)
    {
        var kept = new List<string>();
        var segments = path.Split('/')[1..];
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            switch (segments[i])
            {
                case ".":
                    break;
                case "..":
                    if (kept.Count > 0)
                    {
                        kept.RemoveAt(kept.Count - 1);
                    }

                    break;
                default:
                    kept.Add(segments[i]);
                    continue;
            }

            if (last)
            {
                kept.Add(""); // "/a/.." is "/", and "/a/." is "/a/".
            }
        }

        return "/" + string.Join('/', kept);
    }
}
