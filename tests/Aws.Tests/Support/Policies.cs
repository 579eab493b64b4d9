namespace ServerlessMcp.Aws.Tests.Support;

/// <summary>Policies of buckets as people write them.</summary>
internal static class Policies
{
    public static string Of(params string[] statements) => $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";

    public static string PublicRead(string bucket, string sid = "PublicRead", string more = "") =>
        $$"""{"Sid":"{{sid}}","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{bucket}}/*"{{more}}}""";

    public static string PublicWrite(string bucket) =>
        $$"""{"Sid":"DropBox","Effect":"Allow","Principal":{"AWS":["*"]},"Action":["s3:PutObject"],"Resource":"arn:aws:s3:::{{bucket}}/*"}""";

    public static string Other(string bucket, string action = "s3:GetObject") =>
        $$"""{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"{{action}}","Resource":"arn:aws:s3:::{{bucket}}/*"}""";

    public static string TlsOnly(string bucket) =>
        $$$$"""{"Sid":"Tls","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::{{{{bucket}}}}","arn:aws:s3:::{{{{bucket}}}}/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}""";

    public static string Condition(string @operator, string key, string value) =>
        $$$""","Condition":{"{{{@operator}}}":{"{{{key}}}":"{{{value}}}"}}""";
}
