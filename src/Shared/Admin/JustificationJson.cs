using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Admin;

/// <summary>Why a URL is wanted, on the wire: <c>reason</c>, a sentence for people, and <c>ticket</c>, the word that
/// leads to where it is tracked.</summary>
internal static class JustificationJson
{
    /// <summary>The most characters of a reason.</summary>
    public const int MostReason = 500;

    /// <summary>The most characters of a ticket: it stands in messages of runs, behind the mark of the URL.</summary>
    public const int MostTicket = 20;

    private const string MarksOfTickets = "-_#/.:";

    /// <summary>What is wrong with something that a policy requires, or null.</summary>
    public static string? Complaint(string member) => member is AccountPolicy.ReasonMember or AccountPolicy.TicketMember
        ? null : $"allowed are {AccountPolicy.ReasonMember}, {AccountPolicy.TicketMember}";

    /// <summary>Reads what came over what <paramref name="current"/> has; null takes a member back. What the account's
    /// policy requires has to be there in the end.</summary>
    public static (string? Reason, string? Ticket) Read(JsonBodyReader reader, IntegratedAccount account, McpServer current)
    {
        var reason = Read(reader, AccountPolicy.ReasonMember, MostReason, current.Reason);
        var ticket = Read(reader, AccountPolicy.TicketMember, MostTicket, current.Ticket);
        if (ticket is not null && !ticket.All(IsOfTicket))
        {
            reader.Fault($"letters, digits and {MarksOfTickets} are allowed, such as INC-4711: it is one word",
                AccountPolicy.TicketMember);
        }

        Require(reader, account, AccountPolicy.ReasonMember, reason);
        Require(reader, account, AccountPolicy.TicketMember, ticket);
        return (reason, ticket);
    }

    /// <summary>A text for people, without what they would not see (<see cref="InvisibleText"/>); null where none came
    /// or it can't be taken, which is noted.</summary>
    public static string? Plain(JsonBodyReader reader, string member, int most)
    {
        if (reader.Text(member, most) is not { } text)
        {
            return null;
        }

        var seen = InvisibleText.Clean(text).Trim();
        if (seen.Length == 0)
        {
            reader.Fault("nothing of it can be seen; leave it out, or say something", member);
        }

        return seen.Length == 0 ? null : seen;
    }

    /// <summary>Writes what there is.</summary>
    public static void Write(Utf8JsonWriter writer, string? reason, string? ticket)
    {
        if (reason is not null)
        {
            writer.WriteString(AccountPolicy.ReasonMember, reason);
        }

        if (ticket is not null)
        {
            writer.WriteString(AccountPolicy.TicketMember, ticket);
        }
    }

    private static string? Read(JsonBodyReader reader, string member, int most, string? current) =>
        !reader.Has(member) ? current : Plain(reader, member, most);

    // What came and can't be taken is told already.
    private static void Require(JsonBodyReader reader, IntegratedAccount account, string member, string? value)
    {
        if (value is null && (!reader.Has(member) || reader.IsNull(member)) && account.Policy.Require?.Contains(member) == true)
        {
            reader.Fault($"nothing came, and the policy of account {account.Id} requires it", member);
        }
    }

    private static bool IsOfTicket(char character) =>
        char.IsAsciiLetterOrDigit(character) || MarksOfTickets.Contains(character, StringComparison.Ordinal);
}
