using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>Lists of the control plane: <c>?limit=</c> (1 to 1,000, 100 if absent) and <c>?cursor=</c>; answered as <c>{"result":[…],"next_cursor":…}</c>.</summary>
internal static class AdminPage
{
    /// <summary>Answers one page of <paramref name="owner"/>'s records.</summary>
    public static async Task AnswerAsync<T>(AdminCall call, RecordSet<T> records, string owner, Func<T, string> id, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        var query = call.Context.Request.Query;
        var errors = new List<FieldError>();
        var limit = 100;
        if (query.TryGetValue("limit", out var limitText)
            && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 1000))
        {
            errors.Add(new FieldError("?limit", "a whole number from 1 to 1000 is needed"));
        }

        string? after = null;
        if (query.TryGetValue("cursor", out var cursor) && !TryDecode(cursor.ToString(), out after))
        {
            errors.Add(new FieldError("?cursor", "this is no cursor of ours; take next_cursor of the page before as it is"));
        }

        if (errors.Count > 0)
        {
            await call.RefuseAsync(errors);
            return;
        }

        // One more than asked for tells whether there is a next page; the largest page has none to spare.
        var items = await records.ListAsync(owner, after, Math.Min(limit + 1, 1000), call.Aborted);
        var page = items.Take(limit).ToList();
        var more = items.Count > limit || (limit == 1000 && items.Count == 1000);
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("result");
            page.ForEach(item => write(writer, item));
            writer.WriteEndArray();
            if (more)
            {
                writer.WriteString("next_cursor", Base64Url.EncodeToString(Encoding.ASCII.GetBytes(id(page[^1]))));
            }
            else
            {
                writer.WriteNull("next_cursor");
            }

            writer.WriteEndObject();
        });
    }

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
