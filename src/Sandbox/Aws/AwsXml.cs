using System.Xml.Linq;

namespace ServerlessMcp.Sandbox.Aws;

/// <summary>The forms of AWS's XML.</summary>
internal static class AwsXml
{
    public static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";
    public static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";
    public static readonly XNamespace Ec2 = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>An element of elements, those that are null left out.</summary>
    public static XElement Of(XNamespace space, string name, params object?[] content) => new(space + name, content.Where(one => one is not null));

    /// <summary>Who has a grant.</summary>
    public static XElement Grantee(string grantee) => grantee is "AllUsers" or "AuthenticatedUsers" or "LogDelivery"
        ? new XElement(S3 + "Grantee", new XAttribute(XNamespace.Xmlns + "xsi", Instance), new XAttribute(Instance + "type", "Group"),
            Of(S3, "URI", grantee == "LogDelivery" ? "http://acs.amazonaws.com/groups/s3/LogDelivery" : $"http://acs.amazonaws.com/groups/global/{grantee}"))
        : new XElement(S3 + "Grantee", new XAttribute(XNamespace.Xmlns + "xsi", Instance), new XAttribute(Instance + "type", "CanonicalUser"), Of(S3,
            "ID", grantee));

    /// <summary>An error of S3.</summary>
    public static XElement Error(AwsRefusal refusal, string resource) => new(
        "Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message), new XElement("Resource", resource),
        refusal.More.Select(one => new XElement(one.Name, one.Value)), new XElement("RequestId", "4442587FB7D0A2F9"));

    /// <summary>An error of the query services.</summary>
    public static XElement QueryError(AwsRefusal refusal) => Of(
        Sts, "ErrorResponse", Of(Sts, "Error", Of(Sts, "Type", "Sender"), Of(Sts, "Code", refusal.Code), Of(Sts, "Message", refusal.Message)),
        Of(Sts, "RequestId", "c6104cbe-af31-11e0-8154-cbc7ccf896c7"));

    /// <summary>An error of EC2.</summary>
    public static XElement Ec2Error(AwsRefusal refusal) => new(
        "Response", new XElement("Errors", new XElement("Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message))),
        new XElement("RequestID", "59dbff89-35bd-4eac-99ed-be587EXAMPLE"));
}
