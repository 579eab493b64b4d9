namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>A page of the documentation, as its site's search index has it.</summary>
/// <param name="Path">From the site's origin on.</param>
/// <param name="Title">Its title.</param>
/// <param name="Breadcrumbs">Where it stands.</param>
/// <param name="Section">The section of it; null for none.</param>
/// <param name="Description">What it is about; empty for nothing.</param>
/// <param name="Keywords">What it is found by besides; empty for nothing.</param>
internal sealed record DocumentationPage(
    string Path, string Title, IReadOnlyList<string> Breadcrumbs, string? Section, string Description, string Keywords);
