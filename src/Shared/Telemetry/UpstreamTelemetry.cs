using System.Diagnostics;

namespace ServerlessMcp.Telemetry;

/// <summary>
/// One request to the upstream as a span below that of its call, and as measurements. Of its address there is the host
/// and the template that it was made of: paths have names and ids, and those of blobs are secrets.
/// </summary>
internal sealed class UpstreamTelemetry : IDisposable
{
    private readonly string verb;
    private readonly string? template;
    private readonly string host;
    private readonly int port;
    private readonly Activity? span;
    private readonly long started = TimeProvider.System.GetTimestamp();
    private string? error;
    private int? status;

    private UpstreamTelemetry(string verb, Uri target, string? template)
    {
        (this.verb, this.template, host, port) = (verb, template, target.IdnHost, target.Port);
        if (Activity.Current?.Source != ServerTelemetry.Source)
        {
            return; // What nobody's call asked for would be a trace of its own.
        }

        span = ServerTelemetry.Source.StartActivity(template is null ? verb : $"{verb} {template}", ActivityKind.Client);
        span?.SetTag(TelemetryNames.HttpMethod, verb);
        span?.SetTag(TelemetryNames.Template, template);
        span?.SetTag(TelemetryNames.Host, host);
        span?.SetTag(TelemetryNames.Port, port);
    }

    /// <summary>Whether somebody listens; where not, no template has to be found.</summary>
    public static bool IsHeard => ServerTelemetry.Source.HasListeners() || ServerTelemetry.UpstreamDuration.Enabled;

    /// <summary>Begins, if somebody listens.</summary>
    /// <param name="verb">The HTTP method.</param>
    /// <param name="target">Where the request goes; its path is not read.</param>
    /// <param name="template">What its path was made of; null for a link.</param>
    public static UpstreamTelemetry? Begin(string verb, Uri target, string? template) =>
        IsHeard ? new UpstreamTelemetry(verb, target, template) : null;

    /// <summary>The head of an answer came.</summary>
    public void Answered(int code)
    {
        status = code;
        error = code >= 400 ? code.ToString(CultureInfo.InvariantCulture) : null;
        if (code == 429)
        {
            ServerTelemetry.UpstreamRateLimited.Add(1, new(TelemetryNames.HttpMethod, verb), new(TelemetryNames.Host, host));
        }
    }

    /// <summary>There was no answer.</summary>
    /// <param name="failure">Its name.</param>
    public void Failed(string failure) => error = failure;

    /// <inheritdoc/>
    public void Dispose()
    {
        var tags = new TagList
        {
            { TelemetryNames.HttpMethod, verb }, { TelemetryNames.Host, host }, { TelemetryNames.Port, port },
        };
        if (template is not null)
        {
            tags.Add(TelemetryNames.Template, template);
        }

        if (status is { } code)
        {
            tags.Add(TelemetryNames.HttpStatus, code);
        }

        if (error is not null)
        {
            tags.Add(TelemetryNames.Error, error);
        }

        ServerTelemetry.UpstreamDuration.Record(TimeProvider.System.GetElapsedTime(started).TotalSeconds, tags);
        span?.SetTag(TelemetryNames.HttpStatus, status);
        span?.SetTag(TelemetryNames.Error, error);
        if (error is not null)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }

        span?.Dispose();
    }
}
