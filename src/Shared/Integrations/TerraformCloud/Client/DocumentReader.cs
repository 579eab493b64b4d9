using System.Diagnostics.CodeAnalysis;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Reads a long JSON document forward, as it comes. Of a plan of 60 MB no more is in memory than the value read last
/// (<see cref="ValueAsync"/>): one resource's change, a few kilobytes. What is skipped is not even kept that long.
/// </summary>
internal sealed class DocumentReader(TerraformDownload source) : IDisposable
{
    /// <summary>The longest single value read, in bytes: one resource with all its attributes. A state's resource with
    /// <c>count = 5000</c> has about 10 MB.</summary>
    public const int MaxValueLength = 32 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int start;
    private int end;

    // Each module within a module is four levels deeper, and nothing here recurses by depth.
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = 1024 });

    /// <summary>What the next value is; it is not taken.</summary>
    public async ValueTask<JsonTokenType> PeekAsync()
    {
        JsonTokenType next;
        while (!TryPeek(out next))
            await FillAsync();
        return next;
    }

    /// <summary>Takes the start of an object; false if the next value is none, which is then skipped.</summary>
    public ValueTask<bool> EnterObjectAsync() => EnterAsync(JsonTokenType.StartObject);

    /// <summary>Takes the start of an array; false if the next value is none, which is then skipped.</summary>
    public ValueTask<bool> EnterArrayAsync() => EnterAsync(JsonTokenType.StartArray);

    /// <summary>Takes the name of the next member of the object; null at its end. The member's value comes next, and
    /// must be taken.</summary>
    public async ValueTask<string?> NameAsync()
    {
        string? name;
        while (!TryName(out name))
            await FillAsync();
        return name;
    }

    /// <summary>Whether the array has one more element, which comes next and must be taken; at its end, takes that.</summary>
    public async ValueTask<bool> HasElementAsync()
    {
        if (await PeekAsync() != JsonTokenType.EndArray)
            return true;
        await SkipAsync();
        return false;
    }

    /// <summary>Takes the next value and forgets it.</summary>
    public async ValueTask SkipAsync()
    {
        var depth = 0;
        while (!TrySkip(ref depth))
            await FillAsync();
    }

    /// <summary>Takes the next value, whole.</summary>
    /// <exception cref="TerraformFailedException">It is longer than <see cref="MaxValueLength"/>.</exception>
    public async ValueTask<JsonElement> ValueAsync()
    {
        JsonElement value;
        while (!TryValue(out value))
            await FillAsync();
        return value;
    }

    /// <summary>Gives the buffer back, wiped: it may hold secrets, and the pool is shared.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        buffer = [];
    }

    private Utf8JsonReader Reader => new(buffer.AsSpan(start, end - start), isFinalBlock: false, state);

    // What is no JSON is told by the type and the first line of this very document, which is not the answer that led to it.
    private bool Read(scoped ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            throw source.NotJson();
        }
    }

    private bool TryParse(scoped ref Utf8JsonReader reader, [NotNullWhen(true)] out JsonElement? value)
    {
        try
        {
            return JsonElement.TryParseValue(ref reader, out value);
        }
        catch (JsonException)
        {
            throw source.NotJson();
        }
    }

    private void Take(in Utf8JsonReader reader)
    {
        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
    }

    private async ValueTask<bool> EnterAsync(JsonTokenType wanted)
    {
        if (await PeekAsync() != wanted)
        {
            await SkipAsync();
            return false;
        }

        TakeToken();
        return true;
    }

    private bool TryPeek(out JsonTokenType next)
    {
        var reader = Reader;
        var has = Read(ref reader);
        next = reader.TokenType;
        return has;
    }

    private void TakeToken()
    {
        var reader = Reader;
        Read(ref reader);
        Take(reader);
    }

    private bool TryName(out string? name)
    {
        var reader = Reader;
        name = null;
        if (!Read(ref reader))
            return false;
        if (reader.TokenType == JsonTokenType.PropertyName)
            name = System.Text.Encoding.UTF8.GetString(JsonText.Utf8(ref reader));
        Take(reader);
        return true;
    }

    private bool TrySkip(ref int depth)
    {
        var reader = Reader;
        try
        {
            while (reader.Read())
            {
                source.Budget.Step();
                depth += reader.TokenType switch
                {
                    JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                    JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                    _ => 0,
                };
                if (depth <= 0)
                {
                    Take(reader);
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            throw source.NotJson();
        }

        Take(reader);
        return false;
    }

    private bool TryValue(out JsonElement value)
    {
        source.Budget.Step(end - start);
        var reader = Reader;
        value = default;
        if (!Read(ref reader) || !TryParse(ref reader, out var whole))
            return false;
        value = whole.Value;
        Take(reader);
        return true;
    }

    private async ValueTask FillAsync()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
            Grow();
        var isFirst = source.Read == 0;

        // As much again as was not enough, so that a long value is looked through twice from its start, and not once
        // for each packet of the network.
        var before = end;
        int read;
        do
        {
            read = await source.ReadAsync(buffer.AsMemory(end));
            end += read;
        }
        while (read > 0 && end < buffer.Length && end - before < before);
        if (end == before)
            throw isFirst ? source.NotJson() : source.EndedEarly();
        if (isFirst && buffer.AsSpan(0, end).StartsWith("\uFEFF"u8))
            start = 3;
    }

    private void Grow()
    {
        if (buffer.Length >= MaxValueLength)
            throw source.TooLarge();
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        buffer = larger;
    }
}
