namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>What a change does to a run, and so what is told of that run after it.</summary>
public enum FollowRun
{
    /// <summary>Nothing: the answer is the API's own.</summary>
    Nothing,

    /// <summary>It starts one: told where it has come to, and in a locked workspace what lets it on.</summary>
    Starts,

    /// <summary>It confirms one: told what was really done.</summary>
    Confirms,

    /// <summary>It lets one go on that stood at a policy or a task.</summary>
    LetsOn,

    /// <summary>It frees a workspace: told which run that starts.</summary>
    Frees,
}
