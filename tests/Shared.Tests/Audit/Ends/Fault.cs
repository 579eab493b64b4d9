namespace ServerlessMcp.Tests.Audit.Ends;

/// <summary>What goes wrong at a place where a call waits for somebody.</summary>
public enum Fault
{
    None,

    /// <summary>Whoever is asked says no, in the way that it has: before anything is done.</summary>
    Refuses,

    /// <summary>It does what it is asked, and its answer gets lost.</summary>
    LosesAnswer,

    /// <summary>It fails with what nobody expects.</summary>
    Throws,

    /// <summary>It never answers, and the time is up.</summary>
    Hangs,

    /// <summary>Whoever called hangs up, and everybody else goes on.</summary>
    CallerGone,

    /// <summary>Terraform does it, and answers a server error.</summary>
    ServerError,

    /// <summary>Terraform does it, and its answer is cut off.</summary>
    Malformed,

    /// <summary>Terraform does it, and a value of its answer is nested 61 levels deep.</summary>
    Deep,

    /// <summary>Terraform does it, and a text of its answer is half a surrogate pair.</summary>
    NoUnicode,

    /// <summary>Terraform does it, and something else answers a page.</summary>
    Page,
}
