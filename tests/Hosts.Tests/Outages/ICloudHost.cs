using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;

namespace ServerlessMcp.Hosts.Tests.Outages;

/// <summary>A host whose store and vault are services that a test can take out of order.</summary>
internal interface ICloudHost : IHost
{
    /// <summary>The table.</summary>
    CloudService Store { get; }

    /// <summary>The vault: it has <see cref="Script.SecretName"/> and <see cref="Script.OtherSecretName"/>.</summary>
    CloudService Vault { get; }

    /// <summary>The executable that runs.</summary>
    HostProgram Program { get; }

    /// <summary>Ends the executable, as a platform does with one that nobody calls; its records stay.</summary>
    ValueTask PauseAsync();

    /// <summary>Starts it again, from nothing.</summary>
    Task ResumeAsync();

    /// <summary>Ends the table for good: nobody listens any more.</summary>
    Task StopStoreAsync();
}
