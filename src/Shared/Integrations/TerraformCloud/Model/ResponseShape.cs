namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>What the upstream's answer is, and so what becomes of it. A row that needs more than the usual says so
/// here, not with code of its own.</summary>
public enum ResponseShape
{
    /// <summary>A document with one resource object: answered as one flat row.</summary>
    Single,

    /// <summary>A document with an array of them: answered as <c>{items, next_cursor, total_count}</c>.</summary>
    Collection,

    /// <summary>An empty answer (202, 204): answered as <c>{accepted, id, next}</c>.</summary>
    NoContent,

    /// <summary>An empty answer whose headers are what matters (a ping): answered as <c>{tfp_api_version, tfp_app_name,
    /// x_tfe_version}</c>.</summary>
    Headers,

    /// <summary>
    /// JSON that is no resource (a plan, a state, a schema), here or behind a redirect: answered as <c>{document,
    /// total_bytes}</c>, or if it is long as text, <c>{content, next_cursor, total_bytes}</c>. Values that it marks as
    /// sensitive are withheld.
    /// </summary>
    Document,

    /// <summary>Text: answered as <c>{content, next_cursor, total_bytes}</c>, without colours and control characters.</summary>
    Text,

    /// <summary>
    /// The log of a phase, which starts with STX, grows, and ends with ETX: answered as <c>{content, complete,
    /// next_cursor, total_bytes, diagnostics}</c>. While it grows there is always a cursor: it goes on from where the
    /// answer ended.
    /// </summary>
    Log,

    /// <summary>A tar, tar.gz or zip: answered as a list of its files, or as the text of one of them.</summary>
    Archive,

    /// <summary>No answer of one endpoint, but what a <see cref="IToolReport"/> makes of several, or of a long
    /// document.</summary>
    Report,
}
