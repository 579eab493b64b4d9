namespace ServerlessMcp.Sandbox.Aws;

/// <summary>A snapshot of <see cref="AwsSandbox"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Region">Where it is.</param>
/// <param name="IsPublic">Whether any account may make a volume of it.</param>
public sealed record SimulatedSnapshot(string Id, string Region, bool IsPublic);
