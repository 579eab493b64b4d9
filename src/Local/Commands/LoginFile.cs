using System.Text.Json.Serialization;

namespace ServerlessMcp.Local.Commands;

/// <summary>Who is logged in: an API token in a file that this user alone can read, until it ends.</summary>
/// <param name="Address">The deployment.</param>
/// <param name="Token">The API token.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ExpiresAt">When it ends; null is never.</param>
/// <param name="IsSignIn">Whether it is that of a sign-in, which ends with the logout.</param>
internal sealed partial record LoginFile(
    string Address, string Token, string Id, string Name, DateTimeOffset? ExpiresAt, bool IsSignIn = false)
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Where it is: in the folder for settings of this user (XDG Base Directory).</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "serverless-mcp", "login.json");

    /// <summary>Reads it; null where nobody is logged in. A token that has ended is removed.</summary>
    public static LoginFile? Read(TimeProvider time)
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Others) != UnixFileMode.None)
        {
            throw new CommandException(
                ExitCodes.Credential,
                $"Others can read {Path}, so the token in it may be known: end it, and log in again after logout.");
        }

        LoginFile? login;
        try
        {
            login = JsonSerializer.Deserialize(File.ReadAllBytes(Path), LoginJson.Default.LoginFile);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            // Without its cause, which may quote the file.
            throw new CommandException(ExitCodes.Credential, $"{Path} can't be read, or is not what login writes. Log in again.");
        }

        if (login?.ExpiresAt is { } end && end <= time.GetUtcNow())
        {
            Remove();
            throw new CommandException(
                ExitCodes.Credential,
                $"The API token for {Terminal.Clean(login.Address)} ended at {Moment.Of(end)}, and was removed. Log in again.");
        }

        return login;
    }

    /// <summary>Writes it.</summary>
    public void Write()
    {
        DurableFile.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        DurableFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(this, LoginJson.Default.LoginFile), overwrite: true);
    }

    /// <summary>Removes it.</summary>
    public static void Remove() => File.Delete(Path);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(LoginFile))]
    private sealed partial class LoginJson : JsonSerializerContext;
}
