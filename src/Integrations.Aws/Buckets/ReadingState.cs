namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>What came of reading one setting.</summary>
internal enum ReadingState
{
    /// <summary>It was not asked for: nothing depends on it.</summary>
    NotAsked,

    /// <summary>It is set, and was read.</summary>
    Set,

    /// <summary>It is not set.</summary>
    NotSet,

    /// <summary>AWS does not let us read it.</summary>
    Denied,

    /// <summary>The bucket is gone.</summary>
    Gone,

    /// <summary>The server has no such setting: another's S3.</summary>
    NotSupported,

    /// <summary>It could not be read for another reason: too many requests, no answer, no time.</summary>
    Failed,
}
