namespace ServerlessMcp.Sandbox.Aws;

/// <summary>A volume of <see cref="AwsSandbox"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Region">Where it is.</param>
/// <param name="IsEncrypted">Whether it is encrypted.</param>
public sealed record SimulatedVolume(string Id, string Region, bool IsEncrypted);
