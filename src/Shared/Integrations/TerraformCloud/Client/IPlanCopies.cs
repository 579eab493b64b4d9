using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>What plans mark as sensitive, so that it can be withheld where it is printed without a mark: in logs.</summary>
internal interface IPlanCopies
{
    /// <summary>The marked values of a plan; or what kept them from being read.</summary>
    Task<(SecretCopies? Copies, NotRead? Trouble)> ReadAsync(
        TerraformSession api, string planId, CancellationToken cancellationToken);
}
