using Microsoft.Extensions.Primitives;

namespace ServerlessMcp.Http;

/// <summary>
/// What an <c>Accept</c> header, or one like it, takes (RFC 9110, 12.5). A weight of zero means "not this one", so a
/// name alone says nothing; and of several ranges that fit, the most specific one decides.
/// </summary>
internal static class AcceptHeader
{
    /// <summary>Whether a media type, or a coding, is named and wanted; a wildcard names nothing.</summary>
    public static bool Names(StringValues header, ReadOnlySpan<char> name) => Find(header, name) is > 0;

    /// <summary>Whether an answer of a media type is taken. Without the header, everything is.</summary>
    public static bool Takes(StringValues header, string mediaType) =>
        StringValues.IsNullOrEmpty(header)
        || (Find(header, mediaType) ?? Find(header, $"{mediaType.AsSpan(0, mediaType.IndexOf('/'))}/*") ?? Find(header, "*/*")) is > 0;

    // The weight of a range; null where it does not stand there. Named twice, the greater one is meant: a client that
    // takes a type in any form takes it.
    private static double? Find(StringValues header, ReadOnlySpan<char> name)
    {
        double? weight = null;
        foreach (var value in header)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                var range = value.AsSpan()[part];
                var end = range.IndexOf(';');
                if ((end < 0 ? range : range[..end]).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    weight = Math.Max(weight ?? 0, end < 0 ? 1 : Weight(range[(end + 1)..]));
                }
            }
        }

        return weight;
    }

    // What is no number is no weight: then the range stands as if it had none.
    private static double Weight(ReadOnlySpan<char> parameters)
    {
        foreach (var part in parameters.Split(';'))
        {
            var parameter = parameters[part].Trim();
            if (parameter.StartsWith("q", StringComparison.OrdinalIgnoreCase)
                && parameter[1..].TrimStart() is ['=', .. var number]
                && double.TryParse(number.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight))
            {
                return weight;
            }
        }

        return 1;
    }
}
