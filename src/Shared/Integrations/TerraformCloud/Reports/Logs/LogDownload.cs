using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Logs;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>The diagnostics of a log that is read from behind a link.</summary>
internal static class LogDownload
{
    extension(LogDiagnostics)
    {
        /// <summary>The diagnostics of a log as it comes.</summary>
        /// <param name="log">An answer whose status is 2xx. The caller disposes it.</param>
        /// <param name="copies">What is withheld wherever it stands; null for nothing.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <exception cref="TerraformFailedException">It is a page, didn't come whole, or is over the cap.</exception>
        public static Task<LogFindings> ReadAsync(
            TerraformDownload log, SecretCopies? copies, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(log);
            return log.IsPage ? throw log.NotJson() : LogDiagnostics.ReadAsync(log.ReadAsync, copies, cancellationToken);
        }
    }
}
