namespace ServerlessMcp.Local.Commands;

/// <summary>What the doctor found of one thing.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What is so, and what to do.</param>
internal sealed record Finding(string Check, FindingState State, string Detail);
