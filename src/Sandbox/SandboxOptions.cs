namespace ServerlessMcp.Sandbox;

/// <summary>How a <see cref="TerraformSandbox"/> behaves.</summary>
public sealed record SandboxOptions
{
    /// <summary>
    /// The host name of pre-signed URLs (<c>archivist.terraform.io</c> in the real service); their scheme and port are
    /// those of the request that asked. It must differ from the name the API is called by, as it does in the real
    /// service: an API call to this host is a 404, and so is a blob on any other.
    /// </summary>
    public string BlobHost { get; init; } = "localhost";

    /// <summary>How long an ordinary phase of a run takes; planning and applying take twice as long. The default makes
    /// a whole run last a few seconds.</summary>
    public TimeSpan PhaseDuration { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long after a cancel a run can be force-canceled.</summary>
    public TimeSpan ForceCancelDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the limits of https://developer.hashicorp.com/terraform/cloud-docs/api-docs#rate-limiting hold:
    /// 30 requests a second for a user, 30 run lists a minute.</summary>
    public bool RateLimits { get; init; } = true;

    /// <summary>Whether it presents itself as Terraform Enterprise (<c>TFP-AppName</c>) instead of HCP Terraform.</summary>
    public bool Tfe { get; init; }

    /// <summary>
    /// Whether <c>hosted-state-download-url</c> leads through the API, which wants the token and answers 302, as
    /// today's app.terraform.io does; false gives the documented form, a pre-signed URL at once.
    /// </summary>
    public bool HostedStateThroughApi { get; init; } = true;
}
