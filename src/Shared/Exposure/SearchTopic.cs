namespace ServerlessMcp.Exposure;

/// <summary>One thing that is asked for; a question may ask for several.</summary>
internal sealed class SearchTopic
{
    /// <summary>What is wanted done.</summary>
    public SearchIntent Intent { get; set; }

    /// <summary>Its words.</summary>
    public List<SearchTerm> Terms { get; } = [];

    /// <summary>All that was said, word by word.</summary>
    public string[] Said { get; set; } = [];

    /// <summary>The thing itself: the last word before a preposition (a variable, of a workspace).</summary>
    public SearchTerm? Head { get; set; }

    /// <summary>Whether many of them are asked for; null if nothing tells.</summary>
    public bool? IsPlural { get; set; }

    /// <summary>Whether it has a thing.</summary>
    public bool HasThing => Terms.Any(term => !term.IsVerb);

    /// <summary>Takes the things of another topic: "lock and unlock the workspace".</summary>
    public void TakeThings(SearchTopic other)
    {
        Terms.AddRange(other.Terms.Where(term => !term.IsVerb));
        (Head, IsPlural) = (other.Head, other.IsPlural);
    }
}
