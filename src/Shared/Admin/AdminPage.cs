using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>Lists of the control plane: <c>?limit=</c> (1 to 1,000, 100 if absent) and <c>?cursor=</c>; answered as
/// <c>{"result":[…],"next_cursor":…}</c>.</summary>
internal static class AdminPage
{
    /// <summary>Answers one page of <paramref name="owner"/>'s records, without those that <paramref name="isShown"/>
    /// says no to. What else they need is read <paramref name="before"/> they are written.</summary>
    public static async Task AnswerAsync<T>(
        AdminCall call, RecordSet<T> records, string owner, Func<T, string> id, Action<Utf8JsonWriter, T> write,
        Func<T, bool>? isShown = null, Func<IReadOnlyList<T>, Task>? before = null)
        where T : class
    {
        var errors = new List<FieldError>();
        var (limit, after) = Read(call.Context.Request.Query, errors);
        if (errors.Count > 0)
        {
            await call.RefuseAsync(errors);
            return;
        }

        // One more than asked for tells whether there is a next page; the largest page has none to spare.
        var items = await records.ListAsync(owner, after, Math.Min(limit + 1, 1000), call.Deadline);
        var page = items.Take(limit).ToList();
        await (before?.Invoke(page) ?? Task.CompletedTask);
        var more = items.Count > limit || (limit == 1000 && items.Count == 1000);
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("result");
            page.FindAll(item => isShown?.Invoke(item) ?? true).ForEach(item => write(writer, item));
            writer.WriteEndArray();
            writer.WriteString("next_cursor", more ? Cursor(id(page[^1])) : null);
            writer.WriteEndObject();
        });
    }

    /// <summary>What of a query says which page; what is wrong with it goes to <paramref name="errors"/>.</summary>
    public static (int Limit, string? After) Read(
        IQueryCollection query, List<FieldError> errors, int most = 1000, int otherwise = 100)
    {
        var limit = otherwise;
        if (query.TryGetValue("limit", out var limitText)
            && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1
                || limit > most))
        {
            errors.Add(new FieldError("?limit", $"a whole number from 1 to {most} is needed"));
        }

        string? after = null;
        if (query.TryGetValue("cursor", out var cursor) && !TryDecode(cursor.ToString(), out after))
        {
            errors.Add(new FieldError("?cursor", "this is no cursor of ours; take next_cursor of the page before as it is"));
        }

        return (limit, after);
    }

    /// <summary>The cursor of the page that starts after a record.</summary>
    public static string Cursor(string id) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(id));

    private static bool TryDecode(string cursor, out string? after)
    {
        after = null;
        if (cursor.Length is 0 or > 128 || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        after = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        return Identifier.IsValid(after);
    }
}
