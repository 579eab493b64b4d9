using System.Buffers.Text;

namespace ServerlessMcp.Redaction;

/// <summary>Keeps a marked text as it is, quoted by Terraform, escaped, and in base64.</summary>
internal sealed class WrittenForms(SecretCopies copies)
{
    /// <summary>The most values and forms kept of a plan; 60,000 take about 6 MB, and a value has five forms or more.</summary>
    public const int Max = 60_000;

    /// <summary>Whether there were more than are kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Keeps a text in all its forms.</summary>
    public void Add(string text)
    {
        if (text.Length < SecretCopies.MinLength)
            return;
        AddOne(text);
        AddOne(Quoted(text));
        foreach (var form in EscapedText.Of(text))
        {
            AddOne(form);
            if (text.Length <= SecretCopies.MaxWhole)
                AddOne(Quoted(form));
        }

        if (text.Length <= SecretCopies.MaxWhole)
        {
            AddOne(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('='));
            AddOne(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)));
            foreach (var form in EscapedText.Base64(text))
                AddOne(form);
        }
    }

    /// <summary>Keeps a text as it is.</summary>
    public void AddOne(string text)
    {
        if (copies.Count >= Max)
            IsCut = true;
        else
            copies.Add(text);
    }

    // As Terraform quotes a string in a plan.
    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("${", "$${", StringComparison.Ordinal).Replace("%{", "%%{", StringComparison.Ordinal);
}
