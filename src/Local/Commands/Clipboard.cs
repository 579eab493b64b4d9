using System.ComponentModel;
using System.Diagnostics;

namespace ServerlessMcp.Local.Commands;

/// <summary>The clipboard, by the program that this system has for it. The text goes to its input: arguments are there
/// for all to see.</summary>
internal static class Clipboard
{
    private static readonly (string Program, string[] Arguments)[] Programs =
        OperatingSystem.IsMacOS() ? [("pbcopy", [])]
        : OperatingSystem.IsWindows() ? [("clip.exe", [])]
        : [("wl-copy", []), ("xclip", ["-selection", "clipboard"]), ("xsel", ["--clipboard", "--input"]), ("clip.exe", [])];

    /// <summary>Puts a text there.</summary>
    public static async Task CopyAsync(string text, CancellationToken cancellationToken)
    {
        foreach (var (program, arguments) in Programs)
        {
            if (await IsDoneByAsync(program, arguments, text, cancellationToken))
            {
                return;
            }
        }

        throw new CommandException(
            ExitCodes.No,
            $"The URL is minted and was not copied: none of {string.Join(", ", Programs.Select(one => one.Program))} "
            + "works here. Revoke it, and mint without --copy.");
    }

    private static async Task<bool> IsDoneByAsync(
        string program, string[] arguments, string text, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, UseShellExecute = false })!;
            await process.StandardInput.WriteAsync(text.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return false; // It is not there, or has no display.
        }
    }
}
