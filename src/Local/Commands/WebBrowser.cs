using System.ComponentModel;
using System.Diagnostics;

namespace ServerlessMcp.Local.Commands;

/// <summary>The browser of this machine, as its system opens pages.</summary>
internal static class WebBrowser
{
    /// <summary>Opens a page. Where there is no browser, nothing happens: the address was shown.</summary>
    public static void Open(Uri page)
    {
        try
        {
            using var started = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(page.AbsoluteUri) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [page.AbsoluteUri])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                });
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            // As above.
        }
    }
}
