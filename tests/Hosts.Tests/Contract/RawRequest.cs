using System.Text;

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>A request as it stands on the wire; nothing in between tidies it up.</summary>
internal sealed record RawRequest(string Method, string Target, byte[] Body, params (string Name, string Value)[] Headers)
{
    public RawRequest(string method, string target, string body, params (string Name, string Value)[] headers)
        : this(method, target, Encoding.UTF8.GetBytes(body), headers)
    {
    }

    public bool HasBody => Body.Length > 0 || Method is "POST" or "PUT" or "PATCH";
}
