using ServerlessMcp.Accounts;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>What a model reads of a call that its URL's scope refused.</summary>
internal static class ScopeAnswer
{
    /// <summary>
    /// The one answer to all that is not proven: its words depend on the tool, the argument's name and the scope, and
    /// on nothing that the API said, so that nobody learns from it what exists.
    /// </summary>
    public static ReadOnlyMemory<byte> OutOfScope(
        TerraformTool tool, string? argument, IReadOnlyList<AccessScope> scopes,
        IReadOnlyList<(string Name, string Id)> near) => ToolError.Of(writer =>
    {
        var reach = string.Join(", and of that ", scopes.Select(scope => scope.Words(TerraformForm.Form)));
        writer.WriteNumber("status", 404);
        writer.WriteString("title", "out of scope");
        writer.WriteString("detail",
            $"{(argument is null ? "This" : argument)} names nothing that this URL reaches, or is missing. It " +
                $"reaches {reach}; whether something else exists is not said. Nothing was changed.");
        writer.WriteBoolean("retryable", false);
        NameAnswer.WriteNear(writer, near);
        writer.WriteString("hint", Hint(tool, argument));
    });

    /// <summary>The API could not say whose something is.</summary>
    public static ReadOnlyMemory<byte> Unknown(ScopeUnknownException failure) => ToolError.Of(writer =>
    {
        writer.WriteNumber("status", failure.Status);
        writer.WriteString("title", failure.Status == 401 ? "unauthorized"
            : failure.IsOfName ? "name not found out" : "scope not checked");
        writer.WriteString("detail", failure.IsOfName
            ? "Terraform could not say what has the name that was given for an id. Nothing was changed."
            : "Terraform could not say whose resource this is, so it was refused. Nothing was changed.");
        writer.WriteBoolean("retryable", failure.Status != 401);
        if (failure is { Status: 429, RetryAfter: { } seconds })
        {
            writer.WriteNumber("retry_after_seconds", seconds);
        }

        writer.WriteString("hint", failure.Status == 401
            ? "The Terraform token of this account was refused. " +
            "No call will work until the platform team replaces it; don't retry."
            : "Nothing was done. Try again shortly.");
    });

    private static string Hint(TerraformTool tool, string? argument)
    {
        var proofs = tool.Arguments.Where(other => other.IsProof).Select(other => other.Name).ToArray();
        return proofs.Length > 0 && argument is not null
            ? $"Pass {string.Join(" or ", proofs)} as well: the API does not say what {argument} is of. Take both " +
            "from one answer; list workspaces and runs to see what is in reach."
            : argument == "organization_name" ? "Leave it out: this URL is for one organization."
            : "List workspaces to see what is in reach, and take ids from what is answered. A resource of the " +
            "organization (a team, an agent pool, an SSH key) is in no scope.";
    }
}
