namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>The parts of a document that is read forward.</summary>
internal static class DocumentParts
{
    /// <summary>Takes each element of an array.</summary>
    public static async Task EachAsync(this DocumentReader document, Action<JsonElement> add)
    {
        if (!await document.EnterArrayAsync())
            return;
        while (await document.HasElementAsync())
            add(await document.ValueAsync());
    }

    /// <summary>Takes the value of each member of an object.</summary>
    public static async Task MembersAsync(this DocumentReader document, Action<JsonElement> add)
    {
        if (!await document.EnterObjectAsync())
            return;
        while (await document.NameAsync() is not null)
            add(await document.ValueAsync());
    }

    /// <summary>Reads one member of an object; everything beside it is passed over.</summary>
    public static async Task WithinAsync(this DocumentReader document, string member, Func<Task> read)
    {
        if (!await document.EnterObjectAsync())
            return;
        while (await document.NameAsync() is { } name)
        {
            if (name == member)
                await read();
            else
                await document.SkipAsync();
        }
    }
}
