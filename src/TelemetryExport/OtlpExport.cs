using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ServerlessMcp.Http;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.TelemetryExport;

/// <summary>
/// Sends the product's own spans and metrics, and nobody else's, to the collector that an operator names. No request
/// waits for it: what can't be sent is dropped. Without a collector nothing of this is made.
/// </summary>
/// <remarks>ASP.NET Core's spans and those of HttpClient are not listened to: they have paths, and paths have
/// tokens.</remarks>
public sealed class OtlpExport : IAsyncDisposable
{
    /// <summary>The longest that <see cref="FlushAsync"/> takes: on Lambda it is billed.</summary>
    public static readonly TimeSpan LongestFlush = TimeSpan.FromMilliseconds(1400);

    // A collector this slow is not waited for again for a while: each invocation would pay for it.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly TracerProvider traces;
    private readonly MeterProvider metrics;
    private readonly TimeProvider clock;
    private long? pausedAt;

    private OtlpExport(OtlpSettings settings, bool isFrozenBetweenCalls, TimeProvider clock, CollectorHeaders? headers)
    {
        this.clock = clock;
        var resource = Resource();
        var batch = new BatchExportActivityProcessorOptions(); // Reads OTEL_BSP_*.
        traces = Sdk.CreateTracerProviderBuilder().AddSource(TelemetryNames.Source).SetResourceBuilder(resource)
            .SetSampler(new ShareSampler(settings.Share))
            .AddProcessor(new BatchActivityExportProcessor(
                new OtlpTraceExporter(Options(settings.Traces, headers)), batch.MaxQueueSize, batch.ScheduledDelayMilliseconds,
                batch.ExporterTimeoutMilliseconds, batch.MaxExportBatchSize))
            .Build();
        var exporter = new OtlpMetricExporter(Options(settings.Metrics, headers));

        // A frozen process is told by hand when to send, and its clock stands still meanwhile.
        var interval = isFrozenBetweenCalls ? (int)TimeSpan.FromHours(1).TotalMilliseconds
            : new PeriodicExportingMetricReaderOptions().ExportIntervalMilliseconds ?? 60_000;
        var reader = new PeriodicExportingMetricReader(exporter, interval);

        // Of many short lives a backend can't add up totals that each begin at nothing; what came since the last time
        // it can.
        reader.TemporalityPreference = MetricReaderTemporalityPreference.Delta;
        metrics = Sdk.CreateMeterProviderBuilder().AddMeter(TelemetryNames.Source).SetResourceBuilder(resource)
            .AddReader(reader).Build();
    }

    // The runtime's own switch of meters, read when the first of them is made.
    private const string Meters = "System.Diagnostics.Metrics.Meter.IsSupported";

    /// <summary>Begins, where the settings name a collector; where not, meters are switched off, the framework's own
    /// too, so that a start pays for none. To be called before anything else.</summary>
    /// <param name="environment">The settings: <see cref="OtlpSettings"/>.</param>
    /// <param name="isFrozenBetweenCalls">Whether the process may stand still between calls, so that only
    /// <see cref="FlushAsync"/> sends.</param>
    /// <param name="clock">What waits are measured by.</param>
    /// <param name="readSecret">Reads a secret of the host's vault, not before something is sent; null where the host has
    /// none.</param>
    /// <exception cref="Hosting.SettingsException">A setting is malformed.</exception>
    public static OtlpExport? Start(
        Func<string, string?> environment, bool isFrozenBetweenCalls, TimeProvider clock,
        Func<string, CancellationToken, Task<string?>>? readSecret = null)
    {
        if (OtlpSettings.Read(environment) is { } settings)
        {
            var headers = settings.HeadersSecret is not { } secret ? null
                : readSecret is null
                    ? throw new Hosting.SettingsException(
                        $"{OtlpSettings.HeadersSecretName} names a secret of a vault, and this host has none: OTEL_EXPORTER_OTLP_HEADERS has the value.")
                    : new CollectorHeaders(secret, readSecret, clock, Console.Error);
            return new OtlpExport(settings, isFrozenBetweenCalls, clock, headers);
        }

        AppContext.SetSwitch(Meters, isEnabled: false);
        return null;
    }

    /// <summary>Sends what there is; never fails, and takes no longer than <see cref="LongestFlush"/>.</summary>
    public async Task FlushAsync()
    {
        var began = clock.GetTimestamp();
        if (pausedAt is { } since && clock.GetElapsedTime(since) < Pause)
        {
            return;
        }

        var most = (int)LongestFlush.TotalMilliseconds;
        await BothAsync(() => traces.ForceFlush(most), () => metrics.ForceFlush(most));
        pausedAt = clock.GetElapsedTime(began) >= Slow ? clock.GetTimestamp() : null;
    }

    /// <summary>Sends what there is, within the time of a flush, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        var most = (int)LongestFlush.TotalMilliseconds;
        await BothAsync(() => traces.Shutdown(most), () => metrics.Shutdown(most));
        traces.Dispose();
        metrics.Dispose();
    }

    // Beside each other, because together they may take no longer than one; and away from the caller, whom neither
    // their time nor their failure is to reach.
    private async Task BothAsync(Func<bool> one, Func<bool> other)
    {
        var both = Task.WhenAll(Task.Run(one), Task.Run(other));
        await Task.WhenAny(both, Task.Delay(LongestFlush, clock));
    }

    private static OtlpExporterOptions Options(Uri endpoint, CollectorHeaders? headers)
    {
        var options = new OtlpExporterOptions { Protocol = OtlpExportProtocol.HttpProtobuf, Endpoint = endpoint };
        options.TimeoutMilliseconds = Math.Min(options.TimeoutMilliseconds, (int)LongestFlush.TotalMilliseconds);
        var patience = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds);
        options.HttpClientFactory = () =>
        {
            var handler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // The headers have a secret, which is for this collector alone.
                UseCookies = false,
                ActivityHeadersPropagator = null,
                ConnectTimeout = patience,
            };
            return new HttpClient(headers?.Before(handler) ?? (HttpMessageHandler)handler) { Timeout = patience };
        };
        return options;
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService(Product.Name, serviceVersion: Product.Version)
        .AddAttributes(Platform().Where(one => one.Value.Length > 0)
            .Select(one => KeyValuePair.Create(one.Key, (object)one.Value)))
        .AddEnvironmentVariableDetector();

    private static IEnumerable<KeyValuePair<string, string>> Platform()
    {
        var (function, app) = (Variable("AWS_LAMBDA_FUNCTION_NAME"), Variable("WEBSITE_SITE_NAME"));
        if (function.Length > 0)
        {
            yield return new("cloud.provider", "aws");
            yield return new("cloud.platform", "aws_lambda");
            yield return new("cloud.region", Variable("AWS_REGION"));
            yield return new("faas.name", function);
            yield return new("faas.version", Variable("AWS_LAMBDA_FUNCTION_VERSION"));
            yield return new("faas.instance", Variable("AWS_LAMBDA_LOG_STREAM_NAME"));
        }
        else if (app.Length > 0)
        {
            yield return new("cloud.provider", "azure");
            yield return new("cloud.platform", "azure.functions");
            yield return new("cloud.region", Variable("REGION_NAME"));
            yield return new("faas.name", app);
            yield return new("faas.instance", Variable("WEBSITE_INSTANCE_ID"));
        }
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
