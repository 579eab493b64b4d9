using ServerlessMcp.Accounts;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// One look at an account's Terraform within a few seconds, whatever is asked: what can go wrong with it has a name and
/// a sentence. For whoever mints URLs and for whoever starts the product, before an agent's first call finds out.
/// </summary>
public static class ConnectionProbe
{
    /// <summary>What kind of trouble there is with a connection.</summary>
    public enum Trouble
    {
        /// <summary>The token can't be had: the vault does not answer.</summary>
        NoVault,

        /// <summary>There was no answer, or none in time.</summary>
        NotReached,

        /// <summary>The answer is not the API's.</summary>
        NotJson,
    }

    /// <summary>What was asked for, or the trouble in a sentence that quotes nothing that came.</summary>
    /// <param name="account">Whose Terraform.</param>
    /// <param name="patience">How long the look may take.</param>
    /// <param name="time">The clock for that.</param>
    /// <param name="ask">Asks; under a token that ends with the patience.</param>
    /// <param name="cancellationToken">Ends it for the caller, who is told so by the exception.</param>
    public static async Task<(T? Told, Trouble? Trouble, string Sentence)> AskAsync<T>(
        IntegratedAccount account, TimeSpan patience, TimeProvider time, Func<CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(ask);
        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var host = account.Address.Host;
        try
        {
            return (await ask(both.Token), null, "");
        }
        catch (CredentialUnavailableException)
        {
            return (default, Trouble.NoVault, "The vault does not answer.");
        }
        catch (TerraformFailedException failure)
        {
            return (default, Trouble.NotReached, failure.Message);
        }
        catch (JsonException)
        {
            return (default, Trouble.NotJson, $"{host} answered with something that is not the Terraform API's JSON.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (default, Trouble.NotReached,
                string.Create(CultureInfo.InvariantCulture,
                    $"{host} did not answer within {patience.TotalSeconds:0} s."));
        }
    }
}
