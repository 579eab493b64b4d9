namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>What a document says about its page.</summary>
internal static class PageNumbers
{
    /// <summary><c>current-page</c>, <c>next-page</c> and <c>total-count</c>, those that it has.</summary>
    public static Dictionary<string, int> Of(JsonElement root)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        if (root.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object)
        {
            var pagination = meta.TryGetProperty("pagination", out var nested)
                && nested.ValueKind == JsonValueKind.Object ? nested : meta;
            foreach (var name in new[] { "current-page", "next-page", "total-count" })
            {
                if (pagination.TryGetProperty(name, out var value) && JsonApi.Pagination.NumberOf(value) is { } number)
                {
                    numbers.Add(name, number);
                }
            }

            if (numbers.TryGetValue("current-page", out var page)
                && pagination.TryGetProperty("total-pages", out var last) && JsonApi.Pagination.NumberOf(last) > page)
            {
                numbers.TryAdd("next-page", page + 1);
            }
        }

        if (JsonApi.Pagination.LinksOn(root))
        {
            numbers.TryAdd("next-page", numbers.GetValueOrDefault("current-page", 1) + 1);
        }

        return numbers;
    }
}
