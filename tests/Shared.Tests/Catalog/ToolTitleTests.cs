using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>A client shows the title where a person approves a call: it says what happens, verb first.</summary>
public sealed class ToolTitleTests
{
    private static readonly string[] Verbs =
    [
        "Add", "Advance", "Apply", "Approve", "Archive", "Assess", "Assign", "Bin", "Cancel", "Change", "Check", "Compare", "Confirm", "Count", "Create", "Delete", "Describe", "Diagnose", "Discard", "Discover",
        "Download", "Enable", "End", "Exempt", "Export", "Fetch", "Find", "Force-cancel", "Force-execute", "Force-unlock", "Get", "Impersonate", "Let", "Link", "List", "Lock", "Make", "Move",
        "Override", "Ping", "Publish", "Purge", "Read", "Recover", "Remove", "Replace", "Report", "Rerun", "Restore", "Resume", "Revoke", "Roll", "Rotate", "Safely", "Search", "Send", "Set",
        "Show", "Stop", "Summarize", "Suspend", "Tag", "Test", "Turn", "Unlock", "Unsubscribe", "Untag", "Update", "Upgrade", "Upload", "Verify",
    ];

    [Theory, ClassData(typeof(AllTools))]
    public void A_title_begins_with_a_verb(string name) => Assert.Contains(AllTools.Find(name).Title.Split(' ')[0], Verbs);

    [Fact]
    public void No_two_tools_have_the_same_title() =>
        Assert.Empty(TerraformTools.All.GroupBy(tool => tool.Title).Where(same => same.Count() > 1).Select(same => string.Join(", ", same.Select(tool => tool.Name))));

    [Fact]
    public void Each_line_of_the_actions_titles_is_that_of_a_tool() =>
        Assert.Empty(ActionTitles.BySubject.Keys.Except(TerraformTools.All.Select(tool => CanonicalName.Parse(tool.Name)).Where(name => name.Verb.Length == 0).Select(name => name.Subject)));
}
