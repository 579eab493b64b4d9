using ServerlessMcp.Accounts;
using ServerlessMcp.Functions.Vault;
using ServerlessMcp.Hosting;
using ServerlessMcp.TelemetryExport;

namespace ServerlessMcp.Functions;

/// <summary>How a program of a function app begins and ends, whichever of the two it is.</summary>
internal static class FunctionsProgram
{
    /// <summary>Runs until it is told to stop; answers the exit code: 0, 2 for settings that do not fit, 1 if it could
    /// not start.</summary>
    /// <param name="environment">The settings: <see cref="FunctionsSettings"/>.</param>
    /// <param name="serveAsync">Serves until it is told to stop.</param>
    public static async Task<int> RunAsync(Func<string, string?> environment, Func<FunctionsSettings, Task> serveAsync)
    {
        try
        {
            FunctionsSettings? settings = null;
            var vault = new Lazy<KeyVaultCredentialSource>(() => new(settings!.Vault, new LazyCredential(settings)));
            await using var export = OtlpExport.Start(
                environment, isFrozenBetweenCalls: false, TimeProvider.System, (name, cancel) => vault.Value.ReadAsync(name, cancel));
            settings = FunctionsSettings.Read(environment);
            await serveAsync(settings);
            return 0;
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (Exception e) when (e is IOException or CredentialUnavailableException)
        {
            await Console.Error.WriteLineAsync($"Could not start: {e.Message}");
            return 1;
        }
    }
}
