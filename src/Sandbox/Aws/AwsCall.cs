using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ServerlessMcp.Sandbox.Aws;

/// <summary>One request to an <see cref="AwsSandbox"/>, as far as it is understood.</summary>
internal sealed partial class AwsCall
{
    public AwsCall(HttpRequest request, string body)
    {
        (Method, Path, Query) = (request.Method, request.Path.Value ?? "/", request.Query);
        IsForm = request.Method == "POST" && Path == "/" && !request.Query.ContainsKey("delete");
        Form = IsForm ? QueryHelpers.ParseQuery(body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal) : [];
        Headers = request.Headers;
        var credential = Credential().Match(request.Headers.Authorization.ToString());
        (AccessKeyId, Region) = credential.Success ? (credential.Groups["key"].Value, credential.Groups["region"].Value) : (null, "");
        Token = request.Headers["x-amz-security-token"].ToString();
    }

    public string Method { get; }

    public string Path { get; }

    public IQueryCollection Query { get; }

    public IHeaderDictionary Headers { get; }

    /// <summary>Whether it is of the services whose requests are forms: STS, EC2.</summary>
    public bool IsForm { get; }

    public IReadOnlyDictionary<string, string> Form { get; }

    public string? AccessKeyId { get; }

    public string Token { get; }

    /// <summary>The region that it is signed for.</summary>
    public string Region { get; }

    public AwsSession? Session { get; set; }

    /// <summary>The IAM action that it takes.</summary>
    public string Action { get; set; } = "";

    /// <summary>What it is about: an ARN, or *.</summary>
    public string Resource { get; set; } = "*";

    public string? Value(string name) => Form.GetValueOrDefault(name);

    [GeneratedRegex("Credential=(?<key>[^/]+)/[0-9]{8}/(?<region>[^/]+)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Credential();
}
