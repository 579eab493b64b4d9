namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What a status is called where the API gives no title.</summary>
internal static class StatusTitle
{
    /// <summary>Its words.</summary>
    public static string Of(int status) => status switch
    {
        400 => "bad request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not found",
        409 => "conflict",
        412 => "precondition failed",
        422 => "invalid",
        429 => "too many requests",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        >= 500 => "server error",
        >= 400 => "refused",
        _ => "unexpected answer",
    };
}
