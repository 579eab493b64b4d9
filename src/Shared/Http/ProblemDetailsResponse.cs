using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>An error of the control plane, answered as problem details (RFC 9457): what came, what is allowed, what to
/// do.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The kind of problem, the same for every instance of it.</param>
/// <param name="Detail">This instance.</param>
public sealed record ProblemDetailsResponse(int Status, string Title, string Detail)
{
    /// <summary>One entry for each member of the request that is not acceptable.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Writes it as the answer.</summary>
    public Task WriteAsync(HttpContext context) => context.WriteJsonAsync(Status, "application/problem+json", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", Title);
        writer.WriteNumber("status", Status);
        writer.WriteString("detail", Detail);
        if (Errors.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (var error in Errors)
            {
                writer.WriteStartObject();
                writer.WriteString("pointer", error.Pointer);
                writer.WriteString("detail", error.Detail);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }, forPeople: true);
}
