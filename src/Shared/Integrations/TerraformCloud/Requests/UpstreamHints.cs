using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What to do after an answer that is not 2xx.</summary>
internal static class UpstreamHints
{
    /// <summary>What is told.</summary>
    public static string Of(
        TerraformResponse response, TerraformTool tool, IReadOnlyList<UpstreamError> errors,
        string detail) => response.Status switch
        {
            400 => "The API did not understand the request. Check the arguments, and that what is included or " +
                "filtered by exists.",
            401 => "The Terraform token of this account was refused: it is wrong, expired or revoked. No call will work " +
                "until the platform team replaces it; don't retry.",
            403 => "The token of this account may not do this, or the resource is not in a state that allows it. Read " +
                "the resource before trying anything else.",
            404 when UpstreamErrors.IsNotOffered(response, errors, tool) =>
                "This server does not offer this: no answer of the Terraform API came, although the address holds no id " +
                "that could be wrong. Do without this tool here; "
                    + "what is offered differs between HCP Terraform, Terraform Enterprise with its versions, " +
                    "and other servers with this API.",
            404 when errors.Count == 0 =>
                "No answer of the Terraform API came: either this server does not offer this at all, or it does not " +
                "exist or the token of this account may not see it. Check the id or name by "
                    + "listing; if it is there, do without this tool here.",
            404 => "Either it does not exist or the token of this account may not see it; the API does not say which. " +
                "Check the id or name by listing, "
                + "then ask the platform team about permissions.",
            409 when detail.Contains("lock", StringComparison.OrdinalIgnoreCase) =>
                "A lock is in the way, or missing. Read the workspace for who holds it (locked_by) and why; wait for " +
                "them, or, if certain that nothing is running, have a workspace admin force-unlock it.",
            409 => "It is not in a state that allows this now. Read its status, actions and lock, then decide; " +
                "repeating the call will not help.",
            412 => "A precondition does not hold. Read the resource's current state first.",
            422 => "The API refused the values. Correct the arguments named here and call again.",
            429 when response.RateLimit.ResetSeconds is { } seconds =>
                string.Create(CultureInfo.InvariantCulture,
                    $"Nothing was done. Wait {Math.Max(seconds, 1)} s before the next call to this account; lists of " +
                        $"runs have a limit of their own, 30 a minute."),
            429 => "Nothing was done. Wait a minute before the next call to this account.",
            >= 500 when tool.Effect == Effect.Read => "The fault is on the API's side. Try again shortly.",
            >= 500 => "The fault is on the API's side, and the change may have been made all the same. Read the " +
                "resource's state first; repeat only what did not happen.",
            >= 300 and < 400 =>
                "The API points elsewhere, and redirects are not followed here. The account's address may be wrong.",
            _ => "The API refused the request; the same call will be refused again.",
        };
}
