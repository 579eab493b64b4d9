namespace ServerlessMcp.Redaction;

/// <summary>
/// Addresses of resources as they are answered: the way Terraform writes them, because an address is what the next call
/// needs. Only two things are changed: an invisible character is shown as the escape that Terraform has for it
/// (<c>\u200d</c>), which filters take back, and a key that is a secret of the same document is withheld.
/// </summary>
internal static class ResourceAddress
{
    /// <summary>What stands in place of a key that is a secret. It is no filter: nothing has this address.</summary>
    public const string SecretKey = "[\"(sensitive)\"]";

    // Terraform does not bound the length of a key. An answer is bounded, so a longer address is cut.
    private const int MaxLength = 8 * 1024;

    /// <summary>The address with its invisible characters as escapes.</summary>
    public static string Shown(string address)
    {
        StringBuilder? shown = null;
        var at = 0;
        foreach (var rune in address.EnumerateRunes())
        {
            if (InvisibleText.IsHidden(rune.Value)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
            {
                ResourceKey.Escape(shown ??= new StringBuilder(address, 0, at, address.Length + 16), rune);
            }
            else
            {
                shown?.Append(rune);
            }

            at += rune.Utf16SequenceLength;
        }

        return TextCut.Shorten(shown?.ToString() ?? address, MaxLength);
    }

    /// <summary>Says what <see cref="SecretKey"/> stands for, in an answer that has it.</summary>
    public static void WriteSecretKeys(Utf8JsonWriter writer) =>
        writer.WriteString(
            "secret_keys",
            $"{SecretKey} stands for a key that is a secret of this document. Such an address is no filter.");

    /// <summary>
    /// The address or path without the keys that are secrets of its document, or that carry a pre-signed URL. Of an
    /// attribute's path, the names below the first are keys of maps as well: <c>tags.hunter22</c>.
    /// </summary>
    public static string Masked(string address, SensitiveValues secrets, bool isPath = false) =>
        Masked(address, key => secrets.IsIn(key), isPath);

    /// <summary>The same, without the keys that this says are secrets.</summary>
    public static string Masked(string address, Predicate<string> isSecret, bool isPath = false)
    {
        StringBuilder? masked = null;
        var copied = 0;
        for (var at = 0; at < address.Length;)
        {
            var start = at;
            if (address.AsSpan(at).StartsWith("[\"", StringComparison.Ordinal))
            {
                at = EscapedKey.End(address, at + 2);
                if (!IsSecret(EscapedKey.Name(address.AsSpan(start + 2, Math.Max(0, at - start - 4))), isSecret))
                    continue;
            }
            else if (isPath && start > 0 && address[at] == '.')
            {
                var length = address.AsSpan(at + 1).IndexOfAny('.', '[');
                at = length < 0 ? address.Length : at + 1 + length;
                if (!IsSecret(address[(start + 1)..at], isSecret))
                    continue;
            }
            else
            {
                at++;
                continue;
            }

            (masked ??= new StringBuilder(address.Length)).Append(address, copied, start - copied).Append(SecretKey);
            copied = at;
        }

        return masked?.Append(address, copied, address.Length - copied).ToString() ?? address;
    }

    private static bool IsSecret(string key, Predicate<string> isSecret) => isSecret(key) || PresignedUrl.IsIn(key);
}
