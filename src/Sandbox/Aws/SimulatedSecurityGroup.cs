namespace ServerlessMcp.Sandbox.Aws;

/// <summary>A security group of <see cref="AwsSandbox"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Where it is.</param>
/// <param name="Rules">What comes in: protocol (-1 for any), first and last port, and from where.</param>
public sealed record SimulatedSecurityGroup(
    string Id, string Name, string Region, IReadOnlyList<(string Protocol, int? From, int? To, string Range)> Rules);
