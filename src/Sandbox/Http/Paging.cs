namespace ServerlessMcp.Sandbox.Http;

/// <summary>Which part of a list was asked for.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination</summary>
internal sealed class Paging
{
    private readonly SandboxRequest x;
    private readonly int number;
    private readonly int size;
    private readonly int count;

    private Paging(SandboxRequest x, int count)
    {
        this.x = x;
        this.count = count;
        number = Math.Max(1, Number("page[number]", 1));
        size = Math.Clamp(Number("page[size]", 20), 1, 100);
    }

    private int Pages => Math.Max(1, (count + size - 1) / size);

    public static Paging Of(SandboxRequest x, int count) => new(x, count);

    public IEnumerable<T> Of<T>(IEnumerable<T> list) => list.Skip((int)Math.Min(int.MaxValue, (number - 1L) * size)).Take(size);

    /// <summary>The document of a page without its <c>included</c>.</summary>
    /// <param name="rows">The resource objects of the page.</param>
    /// <param name="totals">False for the list of an organization's runs, which does not count.</param>
    public JsonObject Document(IEnumerable<JsonObject> rows, bool totals = true)
    {
        int? next = number < Pages ? number + 1 : null;
        int? previous = number > 1 ? number - 1 : null;
        var pagination = new JsonObject
        { ["current-page"] = number, ["page-size"] = size, ["prev-page"] = previous, ["next-page"] = next };
        var links = new JsonObject
        { ["self"] = Link(number), ["first"] = Link(1), ["prev"] = Link(previous), ["next"] = Link(next) };
        if (totals)
        {
            pagination["total-pages"] = Pages;
            pagination["total-count"] = count;
            links["last"] = Link(Pages);
        }

        return new JsonObject
        {
            ["data"] = new JsonArray([.. rows]),
            ["links"] = links,
            ["meta"] = new JsonObject { ["pagination"] = pagination }
        };
    }

    public Answer Answer(Func<Paging, IEnumerable<JsonObject>> rows) => Http.Answer.Document(Document(rows(this)));

    private string? Link(int? page)
    {
        if (page is not { } asked) return null;
        var kept = x.Query.Where(q => q.Key is not ("page[number]" or "page[size]"))
            .Select(q => Uri.EscapeDataString(q.Key) + "=" + Uri.EscapeDataString(q.Value.ToString()) + "&");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{x.Origin}{x.Path}?{string.Concat(kept)}page%5Bnumber%5D={asked}&page%5Bsize%5D={size}");
    }

    private int Number(string name, int otherwise)
    {
        if (x.QueryValue(name) is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
            : throw ApiError.BadRequest($"{name} must be a number", name);
    }
}
