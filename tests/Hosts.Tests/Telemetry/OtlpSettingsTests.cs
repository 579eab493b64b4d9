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

    [Fact]
    public void Headers_by_value_and_by_name_are_one_too_many()
    {
        var refusal = Assert.Throws<SettingsException>(() => Read((Endpoint, "http://127.0.0.1:4318"), ("SERVERLESSMCP_OTLP_HEADERS_SECRET", "otlp-headers"), ("OTEL_EXPORTER_OTLP_HEADERS", "key=s3cret")));
        Assert.DoesNotContain("s3cret", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<SettingsException>(() => OtlpExport.Start(name => name == Endpoint ? "http://127.0.0.1:4318" : name == "SERVERLESSMCP_OTLP_HEADERS_SECRET" ? "otlp-headers" : null, false, TimeProvider.System));
    }

    [Theory]
    [InlineData("api-key=k", "api-key:k")]
    [InlineData(" a = b%20c , d=e=f,", "a:b c|d:e=f")]
    [InlineData("no-value", null)]
    [InlineData("a=b,=c", null)]
    [InlineData("a=b%0d%0ax:y", null)]
    [InlineData("näme=b", null)]
    public void A_secret_of_headers_is_read_whole_or_not_at_all(string text, string? expected) =>
        Assert.Equal(expected, CollectorHeaders.Parse(text) is { } headers ? string.Join('|', headers.Select(header => $"{header.Key}:{header.Value}")) : null);

    [Fact]
    public async Task Headers_are_read_again_when_they_are_old_or_refused_and_what_can_not_be_had_is_said_once()
    {
        var clock = new ManualTimeProvider();
        using var errors = new StringWriter();
        var (asked, value) = (0, (string?)"key=1");
        var headers = new CollectorHeaders("otlp-headers", (_, _) => Task.FromResult(++asked > 0 ? value : null), clock, errors);
        for (var i = 0; i < 3; i++)
            Assert.Equal("1", Assert.Single(await headers.GetAsync(TestContext.Current.CancellationToken)).Value);
        Assert.Equal(1, asked);

        value = "key=2";
        headers.Refused();
        Assert.Equal("2", Assert.Single(await headers.GetAsync(TestContext.Current.CancellationToken)).Value);
        clock.Advance(TimeSpan.FromMinutes(5));
        value = null;
        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<HttpRequestException>(() => headers.GetAsync(TestContext.Current.CancellationToken));
        Assert.Equal((4, 1), (asked, errors.ToString().Split("No telemetry is sent").Length - 1));
    }

    // The last of a name counts.
    private static OtlpSettings? Read(params (string Name, string Value)[] set) =>
        OtlpSettings.Read(name => set.LastOrDefault(one => one.Name == name).Value);
}
