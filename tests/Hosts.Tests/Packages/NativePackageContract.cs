using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessMcp.Hosts.Tests.Packages;

/// <summary>What a package of a program that was compiled ahead of time is made of.</summary>
public abstract partial class NativePackageContract(Package package, string[] files) : PackageContract(package)
{
    private const int UnixPlainFile = 0x8000;

    [Fact]
    public void It_has_these_files_and_no_others_the_program_executable()
    {
        using var zip = ZipFile.OpenRead(Zip);
        Assert.Equal(files.Order(StringComparer.Ordinal), zip.Entries.Select(entry => entry.FullName));
        var program = Path.GetFileName(Program);
        Assert.All(zip.Entries, entry => Assert.Equal(UnixPlainFile | (entry.FullName == program ? Convert.ToInt32("755", 8) : Convert.ToInt32("644", 8)), entry.ExternalAttributes >>> 16));
    }

    [Fact]
    public void The_program_is_linux_x64_and_says_nothing_of_the_machine_it_was_built_on()
    {
        var program = File.ReadAllBytes(Program).AsSpan();
        Assert.True(program.StartsWith((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]));
        Assert.Equal(62, program[18]); // EM_X86_64
        Assert.Equal(-1, program.IndexOf(Encoding.UTF8.GetBytes(Package.Root)));
        Assert.Equal(-1, program.IndexOf(Encoding.Unicode.GetBytes(Package.Root)));
    }

    /// <summary>Linked on a newer machine it would not start: Amazon Linux 2023, which is what provided.al2023 is, has glibc 2.34.</summary>
    [Fact]
    public void The_program_needs_no_newer_C_library_than_its_platform_has()
    {
        var needed = GlibcVersion().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(Program)))
            .Select(match => int.Parse(match.Groups["minor"].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.NotEmpty(needed);
        Assert.InRange(needed.Max(), 2, 34);
    }

    [GeneratedRegex("GLIBC_2\\.(?<minor>[0-9]{1,2})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex GlibcVersion();
}
