using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;
using ServerlessMcp.Logs;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>The texts are what terraform 1.11.4 printed, as HCP Terraform frames and colours them.</summary>
public sealed class LogDiagnosticsTests
{
    private const string Boxed = """
        aws_instance.web: Refreshing state... [id=i-1]
        ╷
        │ Error: creating EC2 Instance: UnauthorizedOperation
        │
        │   with module.web["a"].aws_instance.web[0],
        │   on modules/web/main.tf line 12, in resource "aws_instance" "web":
        │   12: resource "aws_instance" "web" {
        │     ├────────────────
        │     │ var.size is "large"
        │
        │ You are not authorized.
        │
        │ Ask your administrator.
        ╵
        ╷
        │ Warning: Argument is deprecated
        │
        │   on main.tf line 3, in variable "x":
        │    3:   default = 1
        │
        │ Use y.
        ╵
        Operation failed: failed running terraform plan (exit 1)
        """;

    [Theory]
    [InlineData("{0}")]
    [InlineData("\u0002{0}\u0003")]
    public void A_boxed_diagnostic_is_read_whole(string frame)
    {
        var read = Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, Boxed));
        Assert.Equal(
            [
                new LogDiagnostic("error", "creating EC2 Instance: UnauthorizedOperation", "You are not authorized.\n\nAsk your administrator.", "modules/web/main.tf", 12, "module.web[\"a\"].aws_instance.web[0]") { Values = "var.size is \"large\"" },
                new LogDiagnostic("warning", "Argument is deprecated", "Use y.", "main.tf", 3, "var.x"),
            ],
            read);
    }

    [Fact]
    public void Colours_and_carriage_returns_change_nothing()
    {
        var coloured = Boxed.Replace("│ ", "\u001b[31m│\u001b[0m \u001b[0m", StringComparison.Ordinal).Replace("\n", "\u001b[0m\r\n", StringComparison.Ordinal)
            .Replace("Error: ", "\u001b[1m\u001b[31mError: \u001b[0m\u001b[0m\u001b[1m", StringComparison.Ordinal);
        Assert.Equal(Read(Boxed), Read(coloured));
    }

    [Fact]
    public void Without_a_box_it_ends_where_terraform_goes_on() => Assert.Equal(
        [new LogDiagnostic("error", "Reference to undeclared resource", "A managed resource \"aws_x\" \"y\"\nhas not been declared.", "main.tf", 4, "output.o")],
        Read("""
            Error: Reference to undeclared resource

              on main.tf line 4, in output "o":
               4:   value = aws_x.y.id

            A managed resource "aws_x" "y"
            has not been declared.
            Operation failed: failed running terraform plan (exit 1)
            """));

    [Theory]
    [InlineData("resource \"aws_x\" \"y\"", "aws_x.y")]
    [InlineData("data \"aws_x\" \"y\"", "data.aws_x.y")]
    [InlineData("module \"m\"", "module.m")]
    [InlineData("provider \"aws\"", "provider[\"aws\"]")]
    [InlineData("locals", null)]
    [InlineData("var.region", "var.region")]
    public void The_block_tells_the_address_where_nothing_else_does(string block, string? address) =>
        Assert.Equal(address, Assert.Single(Read($"│ Error: x\n│ \n│   on main.tf line 1, in {block}:\n│    1: x\n│ \n│ y\n╵")).Address);

    [Fact]
    public void A_structured_line_is_read_by_its_members() => Assert.Equal(
        [new LogDiagnostic("error", "Check block assertion failed", "The id is not zzz.", "main.tf", 18, null) { Block = "check \"c\"", Values = "terraform_data.a.id is \"489eaa96\"" }],
        Read("""
            {"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","@timestamp":"2026-11-25T19:14:24.195150Z","terraform":"1.11.4","type":"version","ui":"1.2"}
            {"@level":"error","@message":"Error: Check block assertion failed","@module":"terraform.ui","@timestamp":"2026-11-25T19:14:24.270223Z","diagnostic":{"severity":"error","summary":"Check block assertion failed","detail":"The id is not zzz.","range":{"filename":"main.tf","start":{"line":18,"column":21,"byte":323},"end":{"line":18,"column":49,"byte":351}},"snippet":{"context":"check \"c\"","code":"x","start_line":18,"highlight_start_offset":20,"highlight_end_offset":48,"values":[{"traversal":"terraform_data.a.id","statement":"is \"489eaa96\""}]}},"type":"diagnostic"}
            """));

    [Theory]
    [InlineData("")]
    [InlineData("null_resource.a (local-exec): Error: not ours")]
    [InlineData("{\"@message\":\"cut\",\"diagnostic\":{\"severity\"")]
    [InlineData("{\"@message\":\"x\",\"diagnostic\":7}")]
    [InlineData("│ no diagnostic: just a box\n╵")]
    public void What_is_none_gives_none(string log) => Assert.Empty(Read(log));

    [Fact]
    public void The_same_error_of_many_instances_is_told_once_and_errors_come_first() => Assert.Equal(
        ["error", "warning"],
        Read("Warning: w\n\nw\n╷\n│ Error: e\n│ \n│ d\n╵\n╷\n│ Error: e\n│ \n│ d\n╵").Select(one => one.Severity));

    [Fact]
    public void A_summary_of_several_lines_is_one() =>
        Assert.Equal("error creating X: denied status code: 403", Assert.Single(Read("│ Error: error creating X: denied\n│ \tstatus code: 403\n│ \n│   with x.y,\n╵")).Summary);

    [Fact]
    public void A_detail_is_bounded_and_its_presigned_urls_are_withheld()
    {
        var detail = Assert.Single(Read("│ Error: e\n│ \n│ see https://archivist.terraform.io/v1/object/abc now" + string.Concat(Enumerable.Repeat("\n│ word", 9000)))).Detail!;
        Assert.StartsWith("see (withheld) now", detail, StringComparison.Ordinal);
        Assert.InRange(detail.Length, 1000, LogDiagnostic.MaxDetailLength + 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task However_the_bytes_of_a_log_come_its_diagnostics_are_the_same(int piece)
    {
        var log = "Warning: w\n\nw\n╷\n│ Error: e\n│ \n│   on main.tf line 3, in locals:\n│    3: x\n│ \n│ ü\n╵\n" + new string('x', 70_000) + "\n│ Error: last";
        await using var download = await Downloads.OfAsync(new PiecewiseStream(Encoding.UTF8.GetBytes(log), piece));
        Assert.Equal(Read(log), (await LogDiagnostics.ReadAsync(download, null, TestContext.Current.CancellationToken)).Diagnostics);
    }

    // What OTF records of a run by OpenTofu: the box, and the whole of it again in a line of what started it.
    [Fact]
    public void The_wrappers_last_line_that_repeats_a_box_is_no_error()
    {
        var said = Read("""
            Initializing the backend...

            ╷
            │ Error: Reference to undeclared resource
            │ 
            │   on main.tf line 12, in output "x":
            │   12: output "x" { value = terraform_data.nope.id }
            │ 
            │ There is no managed resource "terraform_data" "nope" definition in the root
            │ module.
            ╵

            Error: executing plan: exit status 1: Error: Reference to undeclared resource on main.tf line 12, in output "x": 12: output "x" { value = terraform_data.nope.id } There is no managed resource.
            """);
        Assert.Equal(("Reference to undeclared resource", "output.x", 1), (Assert.Single(said).Summary, said[0].Address, said[0].Times));
    }

    [Fact]
    public void A_warning_without_a_box_ends_where_the_command_goes_on_and_twice_is_one()
    {
        const string Preamble = "There are some problems with the CLI configuration:\n\nWarning: Unable to open CLI configuration file\n\nThe CLI configuration file at \"/home/tf/.terraformrc\" does not exist.\n";
        var said = Read($"{Preamble}\nInitializing the backend...\n\nOpenTofu has been successfully initialized!\n\n{Preamble}OpenTofu used the selected providers to generate the following execution\nplan.\n\nPlan: 1 to add.\n");
        Assert.Equal(("The CLI configuration file at \"/home/tf/.terraformrc\" does not exist.", 2), (Assert.Single(said).Detail, said[0].Times));
    }

    // The only error stood behind 20 warnings, and was lost.
    [Fact]
    public void Errors_come_first_however_many_warnings_there_are_and_the_others_are_counted()
    {
        var log = new StringBuilder();
        for (var i = 0; i < 100; i++)
            log.Append(System.Globalization.CultureInfo.InvariantCulture, $"╷\n│ Warning: w{i}\n│ \n│ d\n╵\n");
        for (var i = 0; i < 50; i++)
            log.Append(System.Globalization.CultureInfo.InvariantCulture, $"╷\n│ Error: e{i}\n│ \n│ d\n╵\n");
        var said = LogDiagnostics.Read(Encoding.UTF8.GetBytes(log.ToString()));
        Assert.Equal(("e0", 40, 30, 80), (said.Diagnostics[0].Summary, said.Diagnostics.Count, said.MoreErrors, said.MoreWarnings));
        Assert.All(said.Diagnostics.Take(20), one => Assert.True(one.IsError));
    }

    [Theory]
    [InlineData("resource \"aws_x\" \"y\"", "each.key is \"a  b\"", "aws_x.y[\"a  b\"]")]
    [InlineData("data \"aws_x\" \"y\"", "count.index is 3", "data.aws_x.y[3]")]
    [InlineData("resource \"aws_x\" \"y\"", "each.key is a string, known only after apply", "aws_x.y")]
    [InlineData("output \"o\"", "each.key is \"x\"", "output.o")]
    public void In_the_root_the_values_tell_the_instance(string block, string value, string address)
    {
        var one = Assert.Single(Read($"│ Error: x\n│ \n│   on main.tf line 1, in {block}:\n│    1: x\n│     ├────────────────\n│     │ {value}\n│ \n│ y\n╵"));
        Assert.Equal((address, value, null), (one.Address, one.Values, one.Block));
    }

    // A module may be called in many places, and its block is no address of any.
    [Theory]
    [InlineData("m/main.tf")]
    [InlineData("../shared/main.tf")]
    [InlineData(".terraform/modules/vpc/main.tf")]
    public void In_a_module_the_block_is_told_and_no_address_is_made_of_it(string file)
    {
        var one = Assert.Single(Read($"│ Error: x\n│ \n│   on {file} line 1, in resource \"aws_x\" \"y\":\n│    1: x\n│ \n│ y\n╵"));
        Assert.Equal((null, "resource \"aws_x\" \"y\"", file), (one.Address, one.Block, one.File));
    }

    [Theory]
    [InlineData("\n!!!!!! TERRAFORM CRASH !!!!!!\n\nTerraform crashed!\n\npanic: runtime error: nil\n[signal SIGSEGV]\n\ngoroutine 1 [running]:\n", "crashed", "panic: runtime error: nil")]
    [InlineData("!!!!!! OPENTOFU CRASH !!!!!!\n", "crashed", "OPENTOFU CRASH")]
    [InlineData("╷\n│ Error: Plugin did not respond\n│ \n│ The plugin encountered an error.\n╵\n\nStack trace from the terraform-provider-x_v1 plugin:\n\npanic: boom\n", "crashed", "terraform-provider-x_v1 plugin: panic: boom")]
    [InlineData("fatal error: all goroutines are asleep - deadlock!\n", "crashed", "fatal error: all goroutines are asleep - deadlock!")]
    [InlineData("fatal error: runtime: out of memory\n", "killed", "fatal error: runtime: out of memory")]
    [InlineData("aws_x.y: Refreshing state...\nOperation failed: failed running terraform plan (signal: killed)\n", "killed", "Operation failed: failed running terraform plan (signal: killed)")]
    [InlineData("Operation failed: failed running terraform apply (exit 137)\n", "killed", "Operation failed: failed running terraform apply (exit 137)")]
    [InlineData("/bin/sh: line 3:    71 Killed                  terraform plan -out=p\n", "killed", "/bin/sh: line 3:    71 Killed                  terraform plan -out=p")]
    [InlineData("Error: executing plan: signal: killed\n", "killed", "executing plan: signal: killed")]
    [InlineData("Terraform v1.9.8\non linux_amd64\n\nSetup failed: failed unpacking: lstat slug: no such file\n", "setup_failed", "Setup failed: failed unpacking: lstat slug: no such file")]
    [InlineData("╷\n│ Error: No provider\n╵\nOperation failed: failed running terraform init (exit 1)\n", "init_failed", "Operation failed: failed running terraform init (exit 1)")]
    [InlineData("Initializing the backend...\n╷\n│ Error: Unsupported backend\n╵\n", "init_failed", "terraform init failed")]
    [InlineData("Operation failed: failed uploading the plan\n", "operation_failed", "Operation failed: failed uploading the plan")]
    [InlineData("\u0002Terraform v1.9.8\none\n\ntwo\n\u0003", "unknown", "one\ntwo")]
    [InlineData("╷\n│ Error: e\n╵\nOperation failed: failed running terraform plan (exit 1)\n", null, null)]
    [InlineData("terraform_data.p (local-exec): Killed\n╷\n│ Error: local-exec provisioner error\n╵\n", null, null)]
    [InlineData("", null, null)]
    public void How_a_log_ends_is_told_where_that_is_not_by_an_error_alone(string log, string? kind, string? text)
    {
        var ending = LogDiagnostics.Read(Encoding.UTF8.GetBytes(log)).Ending;
        Assert.Equal((kind, text), (ending?.Kind, ending?.Text));
    }

    [Fact]
    public void A_private_key_at_the_end_of_a_log_is_not_its_ending() =>
        Assert.Equal("before", LogDiagnostics.Read("before\n-----BEGIN PRIVATE KEY-----\nMIIEcanary\nMIIEcanary\n"u8).Ending!.Text);

    // With TF_LOG=trace a log has more than is ever read whole.
    [Trait("Lane", "slow")]
    [Fact]
    public async Task The_errors_at_the_end_of_a_long_log_are_found()
    {
        var trace = string.Concat(Enumerable.Repeat("2026-11-25T19:14:24Z [TRACE] provider: calling\n", 400_000)) + new string('x', 3_000_000);
        await using var download = await Downloads.OfAsync(new MemoryStream(Encoding.UTF8.GetBytes(trace + "\n│ Error: Too late\n│ \n│ It is over.\n╵\n")));
        Assert.Equal("Too late", Assert.Single((await LogDiagnostics.ReadAsync(download, null, TestContext.Current.CancellationToken)).Diagnostics).Summary);
    }

    // It is what the next call needs, whatever its keys look like.
    [Theory]
    [InlineData("two  spaces")]
    [InlineData("https://user:pw@example.com/x")]
    [InlineData("password=changeme-12")]
    [InlineData("*.example.com")]
    [InlineData("a\\\"b\\\\c[0].*")]
    [InlineData("joined\\u200dhere")]
    public void An_address_is_told_as_Terraform_says_it(string key)
    {
        var address = $"module.m[\"{key}\"].aws_x.y[0]";
        Assert.Equal(address, Assert.Single(Read($"│ Error: e\n│ \n│   with {address},\n│   on m/main.tf line 1, in resource \"aws_x\" \"y\":\n│    1: x\n│ \n│ d\n╵")).Address);
        var line = new JsonObject { ["@message"] = "Error: e", ["diagnostic"] = new JsonObject { ["severity"] = "error", ["summary"] = "e", ["detail"] = "d", ["address"] = address } };
        Assert.Equal(address, Assert.Single(Read($"{{\"@level\":\"error\",{line.ToJsonString()[1..]}\n")).Address);
    }

    private static IReadOnlyList<LogDiagnostic> Read(string log) => LogDiagnostics.Read(Encoding.UTF8.GetBytes(log)).Diagnostics;
}
