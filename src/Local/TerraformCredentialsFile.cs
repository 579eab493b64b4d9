using System.Text.Json.Serialization;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Local;

/// <summary>What <c>terraform login</c> writes: <c>{"credentials":{"app.terraform.io":{"token":"…"}}}</c>. The CLI
/// reads it as JSON without comments, so we do.</summary>
internal sealed partial record TerraformCredentialsFile
{
    public const string Name = "credentials.tfrc.json";

    public Dictionary<string, Entry?>? Credentials { get; init; }

    /// <summary>The file's content; an empty one if there is no file.</summary>
    public static TerraformCredentialsFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.Default.TerraformCredentialsFile) ?? new();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new();
        }
        catch (JsonException)
        {
            // Without its cause, which may quote the file.
            throw new CredentialUnavailableException($"{Name} of the terraform CLI is not what terraform login writes.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialUnavailableException($"{Name} of the terraform CLI can't be read.", e);
        }
    }

    /// <summary>One host's entry.</summary>
    internal sealed record Entry(string? Token);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(TerraformCredentialsFile))]
    private sealed partial class Json : JsonSerializerContext;
}
