using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>
/// Reads a state, once and forward, in either of its forms: as <c>terraform show -json</c> prints it
/// (<see href="https://developer.hashicorp.com/terraform/internals/json-format#state-representation"/>), which marks
/// what the provider's schema calls sensitive, or as Terraform stores it (version 4, and 3 before Terraform 0.12),
/// where names have to help.
/// </summary>
internal static class StateReader
{
    /// <summary>Reads the state to its end.</summary>
    /// <param name="state">An answer whose status is 2xx. The caller disposes it.</param>
    /// <param name="query">What is asked of it.</param>
    /// <exception cref="TerraformFailedException">It didn't come whole, or is over the cap.</exception>
    /// <exception cref="JsonException">It is no JSON of Unicode text.</exception>
    /// <exception cref="NoStateException">It is JSON, and no state that can be read here; the exception says what it
    /// is.</exception>
    /// <exception cref="WorkBudgetException">Reading it takes longer than a call may.</exception>
    public static async Task<StateDigest> ReadAsync(TerraformDownload state, StateQuery query)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(query);
        var found = new StateCollector(query, state.Budget);
        await VisitAsync(state, found);
        return found.Digest();
    }

    /// <summary>Shows all of the state to a visitor; it throws as <see cref="ReadAsync(TerraformDownload, StateQuery)"/> does.</summary>
    public static async Task VisitAsync(TerraformDownload state, StateVisitor found)
    {
        using var document = new DocumentReader(state);
        var kind = new StateKind();
        if (!await document.EnterObjectAsync())
            throw state.NotJson();
        try
        {
            while (await document.NameAsync() is { } name)
                await ReadAsync(document, name, found, kind);
            kind.Check();
        }
        catch (InvalidOperationException e)
        {
            throw JsonText.Unreadable(e);
        }
    }

    private static async ValueTask ReadAsync(DocumentReader document, string name, StateVisitor found, StateKind kind)
    {
        kind.Add(name);
        if (name == "version")
            kind.Version = await document.ValueAsync();
        else if (name == "format_version")
            kind.Format = await document.ValueAsync();
        else if (name == "outputs")
            found.AddOutputs(await document.ValueAsync());
        else if (name == "resources")
            kind.HasResources = await EachAsync(document, found.AddStored);
        else if (name == "modules")
            kind.HasModules = await EachAsync(document, found.AddModule);
        else if (name == "values" && await document.EnterObjectAsync())
            await ReadValuesAsync(document, found);
        else if (name != "values")
            await document.SkipAsync();
    }

    private static async ValueTask ReadValuesAsync(DocumentReader document, StateVisitor found)
    {
        while (await document.NameAsync() is { } name)
        {
            if (name == "outputs")
                found.AddOutputs(await document.ValueAsync());
            else if (name != "root_module")
                await document.SkipAsync();
            else if (await document.EnterObjectAsync())
                await ReadModuleAsync(document, found);
        }
    }

    // A module has modules, and those have modules: a handful of levels, each entered while the one above is open.
    private static async ValueTask ReadModuleAsync(DocumentReader document, StateVisitor found)
    {
        while (await document.NameAsync() is { } name)
        {
            if (name == "resources")
            {
                await EachAsync(document, found.AddShown);
            }
            else if (name == "child_modules" && await document.EnterArrayAsync())
            {
                while (await document.HasElementAsync())
                {
                    if (await document.EnterObjectAsync())
                        await ReadModuleAsync(document, found);
                }
            }
            else if (name != "child_modules")
            {
                await document.SkipAsync();
            }
        }
    }

    // False if what should be an array is none.
    private static async ValueTask<bool> EachAsync(DocumentReader document, Action<JsonElement> add)
    {
        if (!await document.EnterArrayAsync())
            return false;
        while (await document.HasElementAsync())
        {
            if (await document.ValueAsync() is { ValueKind: JsonValueKind.Object } element)
                add(element);
        }

        return true;
    }
}
