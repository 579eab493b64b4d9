using Microsoft.ML.Tokenizers;

namespace ServerlessMcp.Tests.Support;

/// <summary>What a text costs a model, in o200k_base tokens.</summary>
internal static class Tokens
{
    private static readonly Lazy<TiktokenTokenizer> O200k = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    public static int Count(string text) => O200k.Value.CountTokens(text);
}
