using System.Globalization;
using System.Text;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>Documents with marked values in every place that can be marked, each one of its own, and values beside them that nobody marks.</summary>
internal sealed class Canaries
{
    public const string Marked = "CANARY-";
    public const string Plain = "PLAIN-VALUE";
    public const string Signed = "SIGNED-BY-THE-STORE";

    private int count;

    /// <summary>How many have been planted.</summary>
    public int Count => count;

    /// <summary>An attribute of every kind in a resource of the API, and the links that resources have.</summary>
    public string Resource(string type, bool isList, string member = "data")
    {
        var resource = $$$"""
            {"id":"x-1","type":"{{{type}}}","attributes":{"key":"k","name":"{{{Plain}}}","status":"finished","value":"{{{Next()}}}","sensitive":true,
             "variables":[{"key":"a","value":"{{{Next()}}}","sensitive":true},{"key":"b","value":{"deep":["{{{Next()}}}"]},"sensitive":true}],
             "message":"see https://archivist.terraform.io/v1/object/{{{Signed}}} now",
             "log-read-url":"http://localhost:8080/v1/object/{{{Signed}}}","hosted-state-download-url":"http://localhost:8080/v1/object/{{{Signed}}}",
             "hosted-json-state-download-url":"http://localhost:8080/v1/object/{{{Signed}}}","upload-url":"http://localhost:8080/v1/object/{{{Signed}}}"},
             "relationships":{"plan":{"data":{"id":"plan-1","type":"plans"}},"outputs":{"data":[{"id":"o-1","type":"state-version-outputs"}]}},
             "links":{"download":"http://localhost:8080/v1/object/{{{Signed}}}"}}
            """;
        return $$$"""
            {"{{{member}}}":{{{(isList ? $"[{resource}]" : resource)}}},
             "included":[{"id":"o-1","type":"state-version-outputs","attributes":{"name":"o","value":"{{{Next()}}}","sensitive":true}},
                         {"id":"plan-1","type":"plans","attributes":{"status":"finished","log-read-url":"http://localhost:8080/v1/object/{{{Signed}}}"}}]}
            """;
    }

    /// <summary>A plan: variables, attributes on both sides, outputs, drift, prior state, constants of the configuration; and where the provider copied them to.</summary>
    public string Plan(int resources)
    {
        var (variable, output, constant, module) = (Next(), Next(), Next(), Next());
        var changes = string.Join(',', Enumerable.Range(0, resources).Select(Change));
        return $$$"""
            {"format_version":"1.2","variables":{"p":{"value":"{{{variable}}}"},"q":{"value":"{{{Plain}}}"}},
             "planned_values":{"outputs":{"o":{"sensitive":true,"value":"{{{output}}}"}},"root_module":{"resources":[{"address":"a.b","schema_version":0,"values":{"pw":"{{{constant}}}"},"sensitive_values":{"pw":true}}]}},
             "resource_drift":[{{{Change(9999)}}}],"resource_changes":[{{{changes}}}],
             "output_changes":{"o":{"actions":["update"],"before":"{{{Next()}}}","after":"{{{output}}}","after_unknown":false,"before_sensitive":true,"after_sensitive":true},
                               "plain":{"actions":["create"],"before":null,"after":"{{{Plain}}}","after_unknown":false,"before_sensitive":false,"after_sensitive":false}},
             "prior_state":{"values":{"outputs":{"o":{"sensitive":true,"value":"{{{Next()}}}"}},"root_module":{"resources":[{"address":"a.b","schema_version":0,"values":{"pw":"{{{Next()}}}"},"sensitive_values":{"pw":true}}]} } },
             "configuration":{"provider_config":{"x":{"expressions":{"secret_key":{"constant_value":"{{{Next()}}}"},"region":{"constant_value":"{{{Plain}}}"} } } },
               "root_module":{"variables":{"p":{"sensitive":true,"default":"{{{Next()}}}"},"q":{}},"resources":[{"address":"a.b","expressions":{"pw":{"constant_value":"{{{constant}}}"} } }],
                 "module_calls":{"m":{"module":{"variables":{"s":{"sensitive":true,"default":"{{{module}}}"} } } } } } } }
            """;
    }

    /// <summary>A state as Terraform stores it.</summary>
    public string StoredState(int resources)
    {
        var all = string.Join(',', Enumerable.Range(0, resources).Select(index =>
        {
            var (password, deep, guessed) = (Next(), Next(), Next());
            return $$$"""
                {"mode":"managed","type":"aws_x","name":"r{{{index}}}","provider":"provider[\"registry.terraform.io/hashicorp/aws\"]","instances":[{"schema_version":0,
                 "attributes":{"name":"{{{Plain}}}","pw":"{{{password}}}","copy":"user:{{{password}}}@host","input":{"value":{"deep":"{{{deep}}}"},"type":["object",{"deep":"string"}]},"output":{"value":{"deep":"{{{deep}}}"},"type":"string"},"master_password":"{{{guessed}}}"},
                 "sensitive_attributes":[[{"type":"get_attr","value":"pw"}],[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"deep"}]],"private":"{{{Next()}}}"}]}
                """;
        }));
        return $$$"""{"version":4,"outputs":{"o":{"value":"{{{Next()}}}","type":"string","sensitive":true},"p":{"value":"{{{Plain}}}","type":"string"}},"resources":[{{{all}}}]}""";
    }

    /// <summary>A state as terraform show -json prints it.</summary>
    public string ShownState(int resources)
    {
        var all = string.Join(',', Enumerable.Range(0, resources).Select(index =>
        {
            var password = Next();
            return $$$"""{"address":"aws_x.r{{{index}}}","type":"aws_x","name":"r{{{index}}}","provider_name":"registry.terraform.io/hashicorp/aws","schema_version":0,"values":{"name":"{{{Plain}}}","pw":"{{{password}}}","copy":"{{{password}}}","list":["{{{Next()}}}","{{{Plain}}}"]},"sensitive_values":{"pw":true,"list":[true,false]}}""";
        }));
        return $$$"""{"format_version":"1.0","values":{"outputs":{"o":{"sensitive":true,"value":"{{{Next()}}}"}},"root_module":{"resources":[],"child_modules":[{"address":"module.m","resources":[{{{all}}}]}]} } }""";
    }

    /// <summary>A log: sensitive outputs of an older Terraform, and what says by its form that it is a credential.</summary>
    public string Log()
    {
        var log = new StringBuilder("\u0002Terraform v1.11.4 " + Plain + "\n");
        for (var index = 0; index < 40; index++)
        {
            log.Append($$$"""{"@level":"info","@message":"Outputs: 1","@module":"terraform.ui","outputs":{"o":{"sensitive":true,"type":"string","value":"{{{Next()}}}"}},"type":"outputs"}""").Append('\n')
                .Append(CultureInfo.InvariantCulture, $"using {Next()}.atlasv1.{Next()}abcdefghijklmnop\n")
                .Append(CultureInfo.InvariantCulture, $"GET https://user:{Next()}@example.com/ Authorization: Bearer {Next()}\n")
                .Append(CultureInfo.InvariantCulture, $"-----BEGIN PRIVATE KEY-----\n{Next()}\n-----END PRIVATE KEY-----\n")
                .Append(CultureInfo.InvariantCulture, $"│ Error: no token {Next()}.atlasv1.{Next()}abcdefghijklmnop\n│ \n│ Bearer {Next()}\n╵\n")
                .Append(CultureInfo.InvariantCulture, $"fetched https://archivist.terraform.io/v1/object/{Signed}{index}\n");
        }

        return log.Append("\n\u0003").ToString();
    }

    /// <summary>An error whose words are the API's, with what clients don't read beside them.</summary>
    public string JsonError() =>
        $$$"""{"errors":[{"status":"422","title":"invalid","detail":"no {{{Next()}}}.atlasv1.{{{Next()}}}abcdefghijklmnop","meta":{"value":"{{{Next()}}}"}}],"data":{"attributes":{"value":"{{{Next()}}}"}},"trace":"{{{Next()}}}"}""";

    /// <summary>A page of somebody who stands in between.</summary>
    public string Page() => $"<html><body>{Next()} https://archivist.terraform.io/v1/object/{Signed}</body></html>";

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"{Marked}{count++:00000}-x7Yk3pQz");

    private string Change(int index)
    {
        var (before, after, provider) = (Next(), Next(), Next());
        return $$$"""
            {"address":"aws_x.r[{{{index}}}]","type":"aws_x","change":{"actions":["update"],
             "before":{"name":"{{{Plain}}}-old","pw":"{{{before}}}","nested":[{"key":"{{{provider}}}","size":1}],"copied":"x"},
             "after":{"name":"{{{Plain}}}","pw":"{{{after}}}","nested":[{"key":"{{{provider}}}","size":2}],"copied":"postgres://root:{{{after}}}@db"},
             "after_unknown":{"id":true},"before_sensitive":{"pw":true,"nested":[{"key":true}]},"after_sensitive":{"pw":true,"nested":[{"key":true}]} } }
            """;
    }
}
