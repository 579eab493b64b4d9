using ServerlessMcp.Hosting;
using ServerlessMcp.TelemetryExport;

namespace ServerlessMcp.Hosts.Tests.Telemetry;

public sealed class OtlpSettingsTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Fact]
    public void Without_a_collector_there_is_nothing() => Assert.Null(Read());

    [Fact]
    public void Switched_off_there_is_nothing() => Assert.Null(Read((Endpoint, "http://127.0.0.1:4318"), ("OTEL_SDK_DISABLED", "true")));

    [Theory]
    [InlineData("http://127.0.0.1:4318")]
    [InlineData("http://127.0.0.1:4318/")]
    public void Each_signal_has_its_path(string collector) =>
        Assert.Equal(new OtlpSettings(new Uri("http://127.0.0.1:4318/v1/traces"), new Uri("http://127.0.0.1:4318/v1/metrics"), 1), Read((Endpoint, collector)));

    [Fact]
    public void A_signals_own_address_is_taken_as_it_is_and_a_share_as_it_is_given() =>
        Assert.Equal(
            new OtlpSettings(new Uri("https://traces.example.com/in"), new Uri("https://example.com/otel/v1/metrics"), 0.25),
            Read((Endpoint, "https://example.com/otel"), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://traces.example.com/in"), ("OTEL_TRACES_SAMPLER_ARG", "0.25")));

    [Theory]
    [InlineData(Endpoint, "collector-of-ours:4318")]
    [InlineData(Endpoint, "https://user:pass@example.com")]
    [InlineData(Endpoint, "https://example.com/?key=s3cret-key")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "ftp://example.com")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "2")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "all")]
    public void What_does_not_fit_is_named_and_not_quoted(string name, string value)
    {
        var refusal = Assert.Throws<SettingsException>(() => Read((Endpoint, "http://127.0.0.1:4318"), (name, value)));

        Assert.StartsWith(name, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, refusal.Message, StringComparison.Ordinal);
    }

    // The last of a name counts.
    private static OtlpSettings? Read(params (string Name, string Value)[] set) =>
        OtlpSettings.Read(name => set.LastOrDefault(one => one.Name == name).Value);
}
