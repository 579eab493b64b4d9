using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>The documentation of Tharsis: searched by its site's own index, read page by page. It is asked without a
/// credential, and no host is asked but the one that the account names.</summary>
internal sealed class Documentation(TimeProvider time)
{
    private const int MaxIndex = 4 * 1024 * 1024;
    private const int MaxPage = 2 * 1024 * 1024;

    // About 12,000 tokens; no page of today's site is longer.
    private const int MaxShown = 40_000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly BoundedCache<Uri, (IReadOnlyList<DocumentationPage> Pages, DateTimeOffset At)> indexes = new(20);

    /// <summary>search_documentation.</summary>
    public async Task<ReadOnlyMemory<byte>> SearchAsync(
        string question, int? limit, TharsisSession session, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(question))
        {
            throw new TharsisTroubleException(CallOutcome.BadArguments, 422, "invalid arguments", "query must not be empty");
        }

        var site = session.Account.Documentation;
        var pages = await PagesAsync(site, session, cancellationToken);
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var (page, relevance) in DocumentationIndex.Find(pages, question).Take(Math.Clamp(limit ?? 10, 1, 100)))
            {
                writer.WriteStartObject();
                WriteHead(writer, site, page);
                writer.IfAny("section", page.Section);
                writer.WriteNumber("relevance", Math.Round(relevance, 3));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>get_documentation_page.</summary>
    public async Task<ReadOnlyMemory<byte>> PageAsync(string url, TharsisSession session, CancellationToken cancellationToken)
    {
        var site = session.Account.Documentation;
        var origin = site.GetLeftPart(UriPartial.Authority);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            throw Trouble.BadRequest($"invalid URL: {ShownLine.Of(url)}", "Take it whole from an answer of [search_documentation].");
        }

        if (address.GetLeftPart(UriPartial.Authority) != origin || address.UserInfo.Length > 0)
        {
            throw Trouble.BadRequest($"URL must be from {origin}", "Take it whole from an answer of [search_documentation].");
        }

        var pages = await PagesAsync(site, session, cancellationToken);
        var page = pages.FirstOrDefault(one => one.Path.TrimEnd('/') == address.AbsolutePath.TrimEnd('/'))
            ?? throw Trouble.NotFound($"documentation page not found at path {ShownLine.Of(address.AbsolutePath)}");
        var answer = await session.Client.GetAsync(new Uri(site, page.Path.TrimEnd('/') + ".md"), MaxPage, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw answer.Status == 404 ? Trouble.NotFound($"documentation page not found at path {page.Path}")
                : Trouble.Unavailable(site.Host, answer.Status, null);
        }

        if (answer.ContentType is not { } type || !(type.Contains("text/", StringComparison.OrdinalIgnoreCase)
            || type.Contains("markdown", StringComparison.OrdinalIgnoreCase)) || type.Contains("html", StringComparison.OrdinalIgnoreCase))
        {
            throw Trouble.NotTharsis(site.Host, answer.Status, answer.ContentType);
        }

        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            WriteHead(writer, site, page);
            writer.Said("content", TextCut.Shorten(AnswerWriter.Clean(Encoding.UTF8.GetString(answer.Body.Span)), MaxShown));
            writer.WriteEndObject();
        });
    }

    private async Task<IReadOnlyList<DocumentationPage>> PagesAsync(Uri site, TharsisSession session, CancellationToken cancellationToken)
    {
        if (indexes.TryGet(site, out var known) && time.GetUtcNow() - known.At < Kept)
        {
            return known.Pages;
        }

        TharsisAnswer answer;
        try
        {
            answer = await session.Client.GetAsync(new Uri(site, "/search-index.json"), MaxIndex, cancellationToken);
        }
        catch (TharsisTroubleException trouble)
        {
            throw trouble.Saying("failed to load documentation index");
        }

        if (!answer.IsSuccess || DocumentationIndex.Read(answer.Body.Span) is not { } pages)
        {
            throw Trouble.NotTharsis(site.Host, answer.Status, answer.ContentType).Saying("failed to load documentation index");
        }

        indexes.Keep(site, (pages, time.GetUtcNow()));
        return pages;
    }

    private static void WriteHead(Utf8JsonWriter writer, Uri site, DocumentationPage page)
    {
        writer.Said("title", page.Title);
        writer.Said("url", new Uri(site, page.Path).AbsoluteUri);
        writer.WriteStartArray("breadcrumbs");
        foreach (var one in page.Breadcrumbs)
        {
            writer.WriteStringValue(one);
        }

        writer.WriteEndArray();
    }
}
