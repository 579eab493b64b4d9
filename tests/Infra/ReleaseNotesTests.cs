using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests;

/// <summary>build/release-notes.sh, which stands between a tag and a release.</summary>
public sealed class ReleaseNotesTests
{
    private const string Changelog = """
        # Changes

        ## [0.3.0] - 2026-12-01

        ### Added

        - What is new.

        ## [0.2.0] - 2026-11-30

        ### Fixed

        - What was wrong.

        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_notes_are_the_section_of_the_version()
    {
        var (exit, output, _) = await RunAsync(Changelog, "0.3.0", "v0.3.0");
        Assert.Equal((0, "### Added\n\n- What is new.\n\n"), (exit, output));
    }

    [Theory]
    [InlineData("0.3.0", "v0.2.0", "The tag is v0.2.0, and what is built is 0.3.0 (Directory.Build.props).\n")]
    [InlineData("0.4.0", "v0.4.0", "CHANGELOG.md has no section of 0.4.0 with its date.\n")]
    public async Task Nothing_is_released_under_a_wrong_tag_or_without_a_section(string built, string tag, string expected)
    {
        var (exit, output, errors) = await RunAsync(Changelog, built, tag);
        Assert.Equal((1, "", expected), (exit, output, errors));
    }

    [Fact]
    public async Task A_version_without_its_date_is_not_released()
    {
        var (exit, _, errors) = await RunAsync(Changelog.Replace("2026-12-01", "Unreleased", StringComparison.Ordinal), "0.3.0", "v0.3.0");
        Assert.Equal((1, "CHANGELOG.md has no section of 0.3.0 with its date.\n"), (exit, errors));
    }

    // The scripts, beside a changelog and a version of our own.
    private static async Task<CommandLine> RunAsync(string changelog, string built, string tag)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for a shell.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["build"]);
        foreach (var script in (string[])["release-notes.sh", "version.sh"])
        {
            File.Copy(Checkout.PathOf("build", script), folder[Path.Combine("build", script)]);
        }

        await File.WriteAllTextAsync(folder["CHANGELOG.md"], changelog, Cancel);
        await File.WriteAllTextAsync(folder["Directory.Build.props"], $"<Project>\n  <Version>{built}</Version>\n</Project>\n", Cancel);
        return await CommandLine.RunAsync("bash", [folder[Path.Combine("build", "release-notes.sh")], tag], folder.Path);
    }
}
