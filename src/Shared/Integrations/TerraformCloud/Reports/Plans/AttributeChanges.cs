namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// Compares the two sides of a change. The deepest path that differs is told, so that one tag is one path; of lists and
/// sets what elements differ (<see cref="ElementChanges"/>). That something is now marked as sensitive, or no longer,
/// is no change of its value.
/// </summary>
/// <param name="texts">What keeps values; null if they are not asked for.</param>
/// <param name="countsUnknown">Whether what isn't known before the apply is only counted: of a new object those are the
/// dozens of attributes that the provider computes.</param>
/// <param name="isRedacted">Whether the document has other texts in place of what it marks, so that nobody can see
/// whether that changes.</param>
internal sealed class AttributeChanges(ValueTexts? texts, bool countsUnknown, bool isRedacted)
{
    /// <summary>The most paths told of a resource, of each kind.</summary>
    public const int Max = 40;

    /// <summary>What HCP Terraform puts in place of what is marked.</summary>
    public const string Redacted = "REDACTED";

    private readonly List<string> mayChange = [];
    private readonly List<string> marksChange = [];
    private readonly List<string> marksKept = [];

    /// <summary>What differs.</summary>
    public List<AttributeChange> Found { get; } = [];

    /// <summary>How many more than <see cref="Max"/> differ.</summary>
    public int More { get; private set; }

    /// <summary>How many values are only known after the apply, where those are counted.</summary>
    public int Unknown { get; private set; }

    /// <summary>Marked paths whose values were redacted, so that whether they change can't be seen.</summary>
    public IReadOnlyList<string> MayChange => mayChange;

    /// <summary>How many more than <see cref="Max"/> may change.</summary>
    public int MoreMayChange { get; private set; }

    /// <summary>Paths that become sensitive, or cease to be, and keep their value.</summary>
    public IReadOnlyList<string> MarksChange => marksChange;

    /// <summary>
    /// Marked paths whose value and marks are the same on both sides. Of an update in which nothing differs they are
    /// what changes: the configuration marks what only the provider's schema marked, or the reverse, and a plan's JSON
    /// has both as one.
    /// </summary>
    public IReadOnlyList<string> MarksKept => marksKept;

    /// <summary>Compares. Of an object that is created, or destroyed, each attribute that is set counts as one.</summary>
    public void Compare(PlannedValue before, PlannedValue after)
    {
        if (before.Members is not null && after.Members is not null)
        {
            Walk(null, before, after);
            return;
        }

        foreach (var (name, fresh) in after.Members ?? [])
        {
            if (!fresh.IsEmpty)
                Note(ValuePath.Member(null, name), PlannedValue.Absent, fresh);
        }

        // What is destroyed goes, whether it can be seen or not.
        foreach (var (name, old) in after.Members is null ? before.Members ?? [] : [])
        {
            if (!old.IsEmpty && !IsHidden(old))
                Note(new(ValuePath.Member(null, name).ToString(), texts?.Keep(old, PlannedValue.Absent).Before), unknown: 0);
        }
    }

    private void Walk(ValuePath? path, PlannedValue before, PlannedValue after)
    {
        if (path is not null && (before.IsMarked || after.IsMarked || after.IsUnknown || IsHidden(before) || IsHidden(after)))
        {
            if (after.IsUnknown || before.Content != after.Content || IsHidden(before) || IsHidden(after))
                Note(path, before, after);
            else if (before.IsMarked != after.IsMarked && marksChange.Count < Max)
                marksChange.Add(path.ToString());
            else if (after.Json.ValueKind != JsonValueKind.Null && marksKept.Count < Max)
                marksKept.Add(path.ToString());
        }
        else if (before.Members is { } old && after.Members is { } fresh)
        {
            foreach (var (name, member) in old)
                Walk(ValuePath.Member(path, name), member, after.Member(name));
            foreach (var (name, member) in fresh)
            {
                if (!old.ContainsKey(name))
                    Walk(ValuePath.Member(path, name), PlannedValue.Absent, member);
            }
        }
        else if (before.Elements is not null && after.Elements is not null)
        {
            CompareElements(path!, before.Elements, after.Elements);
        }
        else if (before.Content != after.Content)
        {
            Note(path!, before, after);
        }
    }

    private void CompareElements(ValuePath path, List<PlannedValue> before, List<PlannedValue> after)
    {
        // A block of which there is one, as most blocks are: nothing else can be meant, and what of it changes is told.
        if (before.Count == 1 && after.Count == 1
            && ((before[0].Members is not null && after[0].Members is not null)
                || (before[0].Elements is not null && after[0].Elements is not null)))
        {
            Walk(ValuePath.Element(path, 0), before[0], after[0]);
            return;
        }

        // Elements in which something can't be seen are set aside: each may be any of the other side.
        var (seenBefore, seenAfter) =
            (before.FindAll(element => !HasHidden(element)), after.FindAll(element => !HasHidden(element)));
        var (hiddenBefore, hiddenAfter) = (before.Count - seenBefore.Count, after.Count - seenAfter.Count);
        var changes = ElementChanges.Of(seenBefore, seenAfter);
        var differ = changes.Added.Count + changes.Removed.Count;
        if (hiddenBefore + hiddenAfter == 0)
        {
            if (differ > 0)
            {
                Note(path, changes,
                    isSensitive: before.Exists(element => element.HasMarks)
                        != after.Exists(element => element.HasMarks));
            }
            else if (changes.IsReordered)
            {
                Note(new(path.ToString()) { IsReordered = true }, unknown: 0);
            }
            else
            {
                NoteMarks(path, before, after);
            }

            return;
        }

        if (before.Count != after.Count || changes.Added.Count > hiddenBefore || changes.Removed.Count > hiddenAfter)
            Note(path, changes, isSensitive: true);
        else if (differ > 0 || changes.IsReordered)
            Hide(path);
        Hide(path, before);
        Hide(path, after);
    }

    private void NoteMarks(ValuePath path, List<PlannedValue> before, List<PlannedValue> after)
    {
        for (var index = 0; index < after.Count && marksChange.Count < Max; index++)
        {
            if (before[index].IsMarked != after[index].IsMarked || before[index].HasMarks != after[index].HasMarks)
                marksChange.Add(ValuePath.Element(path, index).ToString());
        }
    }

    private void Note(ValuePath path, ElementChanges changes, bool isSensitive) => Note(
        new(path.ToString())
        {
            Removed = texts?.Keep(changes.Removed, isSensitive) ?? [],
            Added = texts?.Keep(changes.Added, isSensitive) ?? [],
            MoreRemoved = texts is null ? 0 : Math.Max(0, changes.Removed.Count - ValueTexts.MaxElements),
            MoreAdded = texts is null ? 0 : Math.Max(0, changes.Added.Count - ValueTexts.MaxElements),
        },
        changes.Added.Sum(element => element.UnknownCount));

    private void Note(ValuePath path, PlannedValue before, PlannedValue after)
    {
        if (countsUnknown && after.IsUnknown)
        {
            Unknown++;
        }
        else if (!IsHidden(before) && !IsHidden(after))
        {
            var (old, fresh) = texts?.Keep(before, after) ?? default;
            Note(new(path.ToString(), old, fresh), after.UnknownCount);
        }

        Hide(path, before);
        if (!IsHidden(before))
            Hide(path, after);
    }

    private void Note(AttributeChange change, int unknown)
    {
        if (countsUnknown)
            Unknown += unknown;
        if (Found.Count == Max)
            More++;
        else
            Found.Add(change);
    }

    // The deepest paths of what can't be seen, each once, though it stand on both sides.
    private void Hide(ValuePath path, PlannedValue value)
    {
        if (IsHidden(value))
            Hide(path);
        else if (value.Elements is { } elements)
            Hide(path, elements);
        else
            HideMembers(path, value);
    }

    private void Hide(ValuePath path, List<PlannedValue> elements)
    {
        for (var index = 0; index < elements.Count; index++)
        {
            if (isRedacted || elements[index].HasMarks)
                Hide(ValuePath.Element(path, index), elements[index]);
        }
    }

    private void HideMembers(ValuePath path, PlannedValue value)
    {
        if (!isRedacted && !value.HasMarks)
            return;
        foreach (var (name, member) in value.Members ?? [])
            Hide(ValuePath.Member(path, name), member);
    }

    private void Hide(ValuePath path)
    {
        if (mayChange.Count == Max)
            MoreMayChange++;
        else if (path.ToString() is var text && !mayChange.Contains(text))
            mayChange.Add(text);
    }

    private bool HasHidden(PlannedValue value) => IsHidden(value)
        || ((isRedacted || value.HasMarks)
            && (value.Elements?.Exists(HasHidden) == true || value.Members?.Values.Any(HasHidden) == true));

    // Whether it can't be seen what it is. An unmarked text that says so itself was redacted by a rule of which the
    // document says nothing.
    private bool IsHidden(PlannedValue value)
    {
        var isReplaced = value.Json.ValueKind == JsonValueKind.String && value.Json.ValueEquals(Redacted);
        var isMarked = value.IsMarked || (value is { HasMarks: true, Elements: null, Members: null });
        return isRedacted ? isMarked || isReplaced : isMarked && isReplaced;
    }
}
