using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports;

/// <summary>
/// Reads what stands beside the matter of a report: whatever goes wrong with it is a reason to be told, and the report
/// goes on. What the report is about must not be read through here: that it can't be read, or lies outside of the
/// scope, is the answer to the whole call.
/// </summary>
internal static class ReportPart
{
    /// <summary>The part, or why it is not there. After a 429 nothing is asked for any more.</summary>
    /// <param name="api">What the part is read by.</param>
    /// <param name="read">Reads it.</param>
    public static async Task<(T? Value, NotRead? Trouble)> TryAsync<T>(
        TerraformSession api, Func<Task<(T? Value, NotRead? Trouble)>> read)
        where T : class
    {
        if (api.LastStatus == 429)
        {
            return (null, Status(429, api));
        }

        try
        {
            return await read();
        }
        catch (OutOfScopeException)
        {
            return (null, new NotRead("out_of_scope", "it is not what this URL reaches."));
        }
        catch (ScopeUnknownException unknown)
        {
            return (null, unknown.Status == 429 ? Status(429, api)
                : new NotRead("scope_unknown",
                    string.Create(CultureInfo.InvariantCulture,
                        $"Terraform could not say whose it is ({unknown.Status}).")));
        }
        catch (RequestsSpentException)
        {
            return (null, new NotRead(
                "requests_spent", string.Create(
                    CultureInfo.InvariantCulture, $"{api.MaxRequests} requests are the most that this takes.")));
        }
        catch (TerraformFailedException failure)
        {
            return (null, new NotRead(SnakeCase.Convert(failure.Failure.ToString()), ErrorDocument.Clean(failure.Message)));
        }
        catch (CredentialUnavailableException)
        {
            return (null, new NotRead("no_credential", "the vault of the account's token does not answer."));
        }
        catch (UnreadablePlanException found)
        {
            return (null, new NotRead("unreadable", found.Message));
        }
        catch (UnexpectedAnswerException found)
        {
            return (null, new NotRead("unexpected_answer", $"what came is {found.What}."));
        }
        catch (JsonException)
        {
            return (null, new NotRead("not_json", "the answer is not the JSON that it should be."));
        }
    }

    /// <summary>Why an answer that is no success has nothing to read.</summary>
    public static NotRead Status(int status, TerraformSession api) =>
        new(status.ToString(CultureInfo.InvariantCulture), status switch
        {
            404 => "404, so the account's token may not see it.",
            429 => string.Create(
                CultureInfo.InvariantCulture,
                $"429, the API takes no more requests for {Math.Max(api.RateLimit?.ResetSeconds ?? 60, 1)} s."),
            _ => string.Create(CultureInfo.InvariantCulture, $"{status}."),
        });
}
