using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>Uploaded Terraform code really decides what a run plans, as far as the sandbox understands it.</summary>
public sealed class ConfigurationUploadTests : IDisposable
{
    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task What_was_uploaded_is_planned_and_applied()
    {
        var run = await Run("""
            /* a comment */
            variable "size" {
              type    = number
              default = 3
            }
            locals {
              name = "cluster-${var.size}" # another
              list = [1, -2.5, true, { "a" = null, b = "x\"y" },]
            }
            resource "terraform_data" "main" { input = local.name }
            output "name" { value = "is ${terraform_data.main.output}" }
            output "list" {
              value = local.list
            }
            """, new JsonObject { ["auto-apply"] = true });
        Assert.Equal("applied", await api.Status(run));
        var outputs = (await api.Get($"/workspaces/{api.Workspace("sandbox-experiments")}/current-state-version-outputs"))["data"]!.AsArray();
        Assert.Equal("is cluster-3", outputs[0]!["attributes"]!["value"]!.GetValue<string>());
        Assert.Equal("""[1,-2.5,true,{"a":null,"b":"x\u0022y"}]""", outputs[1]!["attributes"]!["value"]!.ToJsonString());
        Assert.Equal("""["tuple",["number","number","bool",["object",{"a":"dynamic","b":"string"}]]]""", outputs[1]!["attributes"]!["detailed-type"]!.ToJsonString());
        Assert.Equal("planned_and_finished", await api.Status(await Started(new JsonObject())));
    }

    [Theory]
    [InlineData("resource \"aws_instance\" \"a\" {}", "A block \"resource aws_instance a\"", "main.tf line 1")]
    [InlineData("\noutput \"a\" { value = upper(\"x\") }", "\"upper(\" is not understood", "main.tf line 2")]
    [InlineData("output \"a\" { value = 1 + 1 }", "Operators and functions are not understood", "main.tf line 1")]
    [InlineData("output \"a\" { value = data.b.c }", "The reference \"data.b.c\"", "main.tf line 1")]
    [InlineData("locals {\n a = local.b\n b = local.a\n}\noutput \"a\" { value = local.a }", "The circle that", "main.tf line 5")]
    [InlineData("output \"a\" { value = $DEEP", "nests too deeply", "main.tf line 1")]
    [InlineData("output \"a\" {", "\"}\" expected", "main.tf line 1")]
    public async Task What_it_does_not_understand_fails_the_run_and_says_where(string code, string message, string place)
    {
        var run = await Run(code.Replace("$DEEP", new string('[', 100_000), StringComparison.Ordinal), []);
        Assert.Equal("errored", await api.Status(run));
        var plan = (await api.Get($"/runs/{run}/plan"))["data"]!["attributes"]!;
        var log = await api.Text(plan["log-read-url"]!.GetValue<string>());
        Assert.Contains(message, log, StringComparison.Ordinal);
        Assert.Contains("on " + place, log, StringComparison.Ordinal);
    }

    private async Task<string> Run(string code, JsonObject attributes)
    {
        var workspace = api.Workspace("sandbox-experiments");
        var created = await api.Post($"/workspaces/{workspace}/configuration-versions", HttpStatusCode.Created,
            SandboxClient.Body("configuration-versions", new JsonObject { ["auto-queue-runs"] = false }));
        using var put = new HttpRequestMessage(HttpMethod.Put, created["data"]!["attributes"]!["upload-url"]!.GetValue<string>()) { Content = new ByteArrayContent(Archive(code)) };
        using var stored = await api.Raw(put);
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        return await Started(attributes);
    }

    private async Task<string> Started(JsonObject attributes)
    {
        var run = await api.CreateRun("sandbox-experiments", attributes);
        api.Wait(60);
        return run;
    }

    private static byte[] Archive(string code)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "main.tf") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(code)) });
        }

        return bytes.ToArray();
    }
}
