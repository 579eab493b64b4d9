namespace ServerlessMcp.Redaction;

/// <summary>Looking through what came took longer than a call may (<see cref="WorkBudget"/>). The call's answer says
/// so, and nothing of the document is shown: not all of its marks are known.</summary>
internal sealed class WorkBudgetException() : Exception("Looking through the document took longer than a call may.");
