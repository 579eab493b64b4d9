namespace ServerlessMcp.Accounts;

/// <summary><c>config.mark</c>: where a change leaves the mark of its URL.</summary>
public enum ChangeMark
{
    /// <summary>Behind the text that was given.</summary>
    Text,

    /// <summary>In a comment of its own, where there is a place for one: the text stays word for word.</summary>
    Comment,
}
