namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>How an endpoint names a page.</summary>
public enum PagingStyle
{
    /// <summary><c>page[number]</c> and <c>page[size]</c>, as nearly everywhere.</summary>
    Number,

    /// <summary><c>startIndex</c> (from 1) and <c>count</c>: SCIM (RFC 7644, 3.4.2.4).</summary>
    StartIndex,
}
