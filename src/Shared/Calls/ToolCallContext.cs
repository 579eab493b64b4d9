using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Calls;

/// <summary>For whom a tool runs.</summary>
/// <param name="Admission">The URL, its account, and the second factor.</param>
/// <param name="Filter">What the URL exposes: the tool itself, and what an answer may name as the next step.</param>
public sealed record ToolCallContext(Admission Admission, ToolFilter Filter)
{
    /// <summary>Called once before anything is sent that may change something; where it throws, nothing is sent.</summary>
    public Func<AuditArguments, Task>? OnChange { get; init; }

    /// <summary>The account whose Terraform is asked.</summary>
    public IntegratedAccount Account => Admission.Account;

    /// <summary>The call among those that run; null where nothing keeps them. It tells an end by revocation from one by
    /// the caller.</summary>
    public RunningCall? Running { get; init; }

    /// <summary>Tells the caller how far the call is; null where nobody watches.</summary>
    public Func<ToolProgress, CancellationToken, Task>? ReportProgress { get; init; }
}
