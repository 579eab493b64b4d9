namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>What a tool that reads one resource can wait for, if it is called with <c>wait_seconds</c>.</summary>
public enum WaitFor
{
    /// <summary>Nothing: it has no such argument.</summary>
    Nothing,

    /// <summary>A run that has ended, or needs somebody: to confirm it, or to override a policy or a task.</summary>
    RunToSettle,

    /// <summary>A plan or an apply that has ended.</summary>
    PhaseToEnd,

    /// <summary>A run that was confirmed: it has ended, or needs somebody again. That it could be confirmed a moment ago
    /// settles nothing.</summary>
    RunToEnd,
}
