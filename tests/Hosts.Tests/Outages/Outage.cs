namespace ServerlessMcp.Hosts.Tests.Outages;

/// <summary>How a service of the cloud fails.</summary>
public enum Outage
{
    /// <summary>It cuts every connection.</summary>
    Cut,

    /// <summary>It answers that there are too many requests.</summary>
    Throttled,

    /// <summary>It takes requests and never answers.</summary>
    Silent,
}
