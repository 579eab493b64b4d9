using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Mcp;

/// <summary>
/// The id of a request that is refused. A client that gets <c>id: null</c> knows of no answer to what it asked, and
/// waits (Codex for 300 s); so a refusal reads the body for the id, once it is decided, and spends little on it.
/// </summary>
internal static class AskedId
{
    /// <summary>What is read of the body, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>How long it is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly object Key = new();

    /// <summary>Keeps the id of a message that was read; null is kept as well, for then there is none.</summary>
    internal static void Note(HttpContext context, EchoedId? id) => context.Items[Key] = id;

    /// <summary>The id of the request: that of the message that was read, else what the body says.</summary>
    internal static async Task<EchoedId?> OfAsync(HttpContext context, TimeProvider time)
    {
        if (context.Items.TryGetValue(Key, out var noted))
        {
            return noted as EchoedId?;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, patience.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            var (length, isWhole) = (0, false);
            while (length < MaxBytes && !isWhole)
            {
                var read = await context.Request.Body.ReadAsync(buffer.AsMemory(length, MaxBytes - length), both.Token);
                (length, isWhole) = (length + read, read == 0);
            }

            return Find(buffer.AsSpan(0, length), isWhole);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or InvalidOperationException)
        {
            return null; // It does not come, or is broken: then there is no id to answer to.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The id in a body: a text or a number, of one JSON object that has it once; null where there is
    /// none.</summary>
    /// <param name="body">The body, or its beginning.</param>
    /// <param name="isWhole">Whether it is all of it.</param>
    public static EchoedId? Find(ReadOnlySpan<byte> body, bool isWhole)
    {
        try
        {
            EchoedId? id = null;
            var isSeen = false;
            var reader = new Utf8JsonReader(body, isWhole, default);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                if (!reader.TrySkip())
                {
                    return id; // Cut off inside a value.
                }

                if (!isId)
                {
                    continue;
                }

                if (isSeen)
                {
                    return null; // One of the two is not the one that is meant.
                }

                (id, isSeen) = (EchoedId.Read(reader), true);
            }

            _ = reader.Read(); // Throws on anything behind the object.
            return id;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
