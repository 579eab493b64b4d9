using System.IO.Enumeration;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports;

/// <summary>
/// The filter <c>address</c> of reports: a glob (<c>*</c>, <c>?</c>), or the address of an answer, whose key may have
/// those characters itself. So where something has exactly this address, it alone is meant.
/// </summary>
internal sealed class AddressFilter(string? filter)
{
    private readonly string? glob = filter?.Replace("\\", "\\\\", StringComparison.Ordinal);

    /// <summary>Whether it is this very address, as the document or as an answer has it.</summary>
    public bool IsExactly(string address) =>
        filter is not null && (address == filter || ResourceAddress.Shown(address) == filter);

    /// <summary>Whether the glob finds the address, in either form; true without a filter.</summary>
    public bool Finds(string address) =>
        glob is null || Matches(address) || (ResourceAddress.Shown(address) is var shown && shown != address && Matches(shown));

    private bool Matches(string address) => FileSystemName.MatchesSimpleExpression(glob, address, ignoreCase: false);
}
