using System.Diagnostics;
using OpenTelemetry.Trace;

namespace ServerlessMcp.TelemetryExport;

/// <summary>
/// Sends a share of the traces. Which ones is drawn here: a caller's <c>traceparent</c> says to which trace a call
/// belongs, and neither its flag nor its id decides what the operator pays for.
/// </summary>
/// <param name="share">0 to 1.</param>
internal sealed class ShareSampler(double share) : Sampler
{
    private const int Parts = 1_000_000;

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        return parent is { IsRemote: false } && parent != default
            ? new(parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            : new(share >= 1 || RandomNumberGenerator.GetInt32(Parts) < share * Parts);
    }
}
