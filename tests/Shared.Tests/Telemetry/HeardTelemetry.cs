using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Tests.Telemetry;

/// <summary>Listens to the product's source and meter, as an exporter would, and keeps what it hears.</summary>
internal sealed class HeardTelemetry : IDisposable
{
    private readonly ActivityListener spans;
    private readonly MeterListener meter = new();

    public HeardTelemetry()
    {
        spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(spans);
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Source)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meter.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        meter.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        meter.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = [];

    public ConcurrentQueue<Measurement> Measurements { get; } = [];

    /// <summary>All names and values of all that was heard.</summary>
    public IEnumerable<(string Name, object? Value)> Attributes =>
        [.. Spans.SelectMany(span => span.TagObjects).Concat(Measurements.SelectMany(one => one.Tags)).Select(tag => (tag.Key, tag.Value))];

    public Activity Span(ActivityKind kind) => Spans.Single(span => span.Kind == kind);

    public IReadOnlyList<Measurement> Of(string name) => [.. Measurements.Where(one => one.Name == name)];

    public void Dispose()
    {
        spans.Dispose();
        meter.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Measurements.Enqueue(new Measurement(instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));

    internal sealed record Measurement(string Name, double Value, IReadOnlyDictionary<string, object?> Tags);
}

/// <summary>A process has one source and one meter: who listens hears all tests, so these run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HeardAlone
{
    public const string Name = "Telemetry";
}
