namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>What a run's diagnosis is made of, to say which of it is not known: nothing read is not the same as nothing
/// there.</summary>
[Flags]
internal enum RunParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What became of its plan.</summary>
    Plan = 1,

    /// <summary>What became of its apply.</summary>
    Apply = 2,

    /// <summary>Which policies failed.</summary>
    Policies = 4,

    /// <summary>Which task stages failed.</summary>
    Stages = 8,

    /// <summary>Whether its configuration could be used.</summary>
    Configuration = 16,

    /// <summary>Who is before it in the workspace's queue.</summary>
    Queue = 32,

    /// <summary>Whether the workspace is locked.</summary>
    Lock = 64,

    /// <summary>Whether a worker or an agent does its work.</summary>
    Worker = 128,

    /// <summary>What the phase printed that is the last to say why it failed.</summary>
    Log = 256,
}
