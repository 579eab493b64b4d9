using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Access;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>One authenticated call to the control plane.</summary>
/// <param name="Context">The request.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Body">The JSON body; undefined where the method has none.</param>
public sealed record AdminCall(HttpContext Context, ApiToken Caller, JsonElement Body)
{
    /// <summary>Where it comes from, as the host sees it.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Ends when the caller goes away.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>A placeholder of the route; text that no id can have if it is not well-formed, so that it is simply not found.</summary>
    public string Id(string name) => Context.Request.RouteValues[name] as string ?? "";

    /// <summary>An act of this caller, for the audit trail.</summary>
    public AdminAct Act(string name, string? account, string? target, Action<Utf8JsonWriter>? details = null) =>
        new(Caller.Id, name, account, target) { RemoteAddress = RemoteAddress, Client = Context.Request.Headers.UserAgent.ToString(), Details = details };

    /// <summary>Answers JSON.</summary>
    public Task AnswerAsync(int status, Action<Utf8JsonWriter> write) => Context.WriteJsonAsync(status, "application/json", write);

    /// <summary>Answers a problem.</summary>
    public Task RefuseAsync(int status, string title, string detail) => new Problem(status, title, detail).WriteAsync(Context);

    /// <summary>Answers the faults of a body: 422 and one entry for each.</summary>
    public Task RefuseAsync(IReadOnlyList<FieldError> errors) =>
        new Problem(422, "Unprocessable Content", string.Join("; ", errors.Select(error => $"{error.Pointer}: {error.Detail}")) + ".") { Errors = errors }
            .WriteAsync(Context);
}
