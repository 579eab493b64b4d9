using ServerlessMcp.Hosting;

namespace ServerlessMcp.TelemetryExport;

/// <summary>
/// Where telemetry goes, of the variables that OpenTelemetry defines
/// (<see href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/"/>). <c>OTEL_EXPORTER_OTLP_HEADERS</c> holds
/// a secret: the exporter reads it by itself, and it is in no message. Where settings are readable to others, the vault
/// has it, under the name in <c>SERVERLESSMCP_OTLP_HEADERS_SECRET</c>.
/// </summary>
/// <param name="Traces">Where spans are posted.</param>
/// <param name="Metrics">Where metrics are posted.</param>
/// <param name="Share">Which part of the traces is sent, 0 to 1.</param>
/// <param name="HeadersSecret">The vault's name of what the collector wants to see; null for nothing, or what the
/// environment says.</param>
public sealed record OtlpSettings(Uri Traces, Uri Metrics, double Share, string? HeadersSecret = null)
{
    /// <summary>The variable with the name of the headers' secret.</summary>
    internal const string HeadersSecretName = "SERVERLESSMCP_OTLP_HEADERS_SECRET";

    private const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Sampled = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>Reads them; null where no collector is named, or all of it is switched off.</summary>
    /// <exception cref="SettingsException">One is malformed. The message names it, and no value.</exception>
    public static OtlpSettings? Read(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment(Endpoint) is not { Length: > 0 } given
            || string.Equals(environment("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (environment(Protocol) is { Length: > 0 } protocol && protocol != "http/protobuf")
        {
            throw new SettingsException($"{Protocol} has to be http/protobuf, which is what is sent, or not set.");
        }

        var share = 1.0;
        if (environment(Sampled) is { Length: > 0 } text
            && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out share) && share is >= 0 and <= 1))
        {
            throw new SettingsException($"{Sampled} has to be a number from 0 to 1: the part of the traces that is sent.");
        }

        var secret = environment(HeadersSecretName) is { Length: > 0 } name ? name : null;
        if (secret is not null && environment(Headers) is { Length: > 0 })
        {
            throw new SettingsException($"{HeadersSecretName} and {Headers} say the same: give one of them.");
        }

        var root = Parse(Endpoint, given.TrimEnd('/'));
        return new OtlpSettings(
            Of("TRACES", $"{root.AbsoluteUri.TrimEnd('/')}/v1/traces"),
            Of("METRICS", $"{root.AbsoluteUri.TrimEnd('/')}/v1/metrics"), share, secret);

        // A signal's own is the whole address; that of both is the folder.
        Uri Of(string signal, string otherwise)
        {
            var variable = $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";
            return Parse(variable, environment(variable) is { Length: > 0 } own ? own : otherwise);
        }
    }

    private static Uri Parse(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address is { UserInfo: "", Query: "", Fragment: "" }
        ? address
        : throw new SettingsException(
            $"{name} has to be an http or https address without user, query and fragment, such as http://localhost:4318.");
}
