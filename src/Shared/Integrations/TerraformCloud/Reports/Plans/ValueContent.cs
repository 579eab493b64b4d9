using System.Buffers.Binary;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// What a value is, in 128 bits of SHA-256 over what its members and elements are: so elements can be found in another
/// list by content, and each is looked at once. A document can't be made so that two different values have the same.
/// The order of members is nothing, the order of elements is, and marks are not part of it.
/// </summary>
internal static class ValueContent
{
    /// <summary>The content of a value whose members' contents are known or are computed on the way.</summary>
    public static UInt128 Of(PlannedValue value)
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        if (value.IsUnknown)
        {
            bytes.Write("?"u8);
        }
        else if (value.Members is { } members)
        {
            bytes.Write("{"u8);
            foreach (var (name, member) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
            {
                Write(bytes, name);
                Write(bytes, member.Content);
            }
        }
        else if (value.Elements is { } elements)
        {
            bytes.Write("["u8);
            foreach (var element in elements)
                Write(bytes, element.Content);
        }
        else
        {
            WriteJson(bytes, value.Json);
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(bytes.WrittenSpan));
    }

    private static void WriteJson(ArrayBufferWriter<byte> bytes, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                bytes.Write("\""u8);
                Write(bytes, json.GetString()!);
                break;
            case JsonValueKind.Number:
                bytes.Write("#"u8);
                Write(bytes, Number(json.GetRawText()));
                break;
            case JsonValueKind.Array:
                bytes.Write("<"u8);
                foreach (var element in json.EnumerateArray())
                    WriteJson(bytes, element);
                bytes.Write(">"u8);
                break;
            case JsonValueKind.Object:
                bytes.Write("("u8);
                foreach (var member in json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    Write(bytes, member.Name);
                    WriteJson(bytes, member.Value);
                }

                bytes.Write(")"u8);
                break;
            default:
                bytes.Write([(byte)json.ValueKind]);
                break;
        }
    }

    // 10, 10.0 and 1e1 are one number: its digits without zeros at either end, and the power of ten.
    private static string Number(string text)
    {
        var at = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0L;
        if (at >= 0 && !long.TryParse(
            text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return text;
        }

        var mantissa = (at < 0 ? text : text[..at]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var power = exponent - (point < 0 ? 0 : mantissa.Length - point - 1);
        var trimmed = digits.TrimEnd('0');
        power += digits.Length - trimmed.Length;
        trimmed = trimmed.TrimStart('0');
        return trimmed.Length == 0 ? "0"
            : string.Create(CultureInfo.InvariantCulture, $"{(text[0] == '-' ? "-" : "")}{trimmed}e{power}");
    }

    private static void Write(ArrayBufferWriter<byte> bytes, string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(4), count);
        bytes.Advance(4);
        Encoding.UTF8.GetBytes(text, bytes);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, UInt128 content)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.GetSpan(16), content);
        bytes.Advance(16);
    }
}
