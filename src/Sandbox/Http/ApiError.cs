namespace ServerlessMcp.Sandbox.Http;

/// <summary>An answer that is a JSON:API error.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs#response-codes</summary>
internal sealed class ApiError : Exception
{
    public ApiError(int status, string title, string? detail = null, string? pointer = null, string? parameter = null)
        : base(detail ?? title)
    {
        Status = status;
        var error = new JsonObject
        { ["status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture), ["title"] = title };
        if (detail is not null) error["detail"] = detail;
        if (pointer is not null) error["source"] = new JsonObject { ["pointer"] = pointer };
        if (parameter is not null) error["source"] = new JsonObject { ["parameter"] = parameter };
        Body = new JsonObject { ["errors"] = new JsonArray(error) };
    }

    public int Status { get; }

    public JsonObject Body { get; }

    /// <summary>Unknown, or not for the caller's eyes: the API does not tell which.</summary>
    public static ApiError NotFound() => new(404, "not found");

    public static ApiError Unauthorized() => new(401, "unauthorized");

    public static ApiError Conflict(string detail) => new(409, "conflict", detail);

    public static ApiError TransitionNotAllowed() => new(409, "transition not allowed");

    public static ApiError Invalid(string attribute, string detail) =>
        new(422, "invalid attribute", detail, "/data/attributes/" + attribute);

    /// <summary>What HCP Terraform may know, and the sandbox does not: no answer is better than a wrong one.</summary>
    public static ApiError NotImplemented(string parameter) =>
        new(400, "not in the sandbox", $"The sandbox does not know the parameter {parameter}; HCP Terraform may.",
            parameter: parameter);

    public static ApiError BadRequest(string detail, string? parameter = null) =>
        new(400, "bad request", detail, parameter: parameter);
}
