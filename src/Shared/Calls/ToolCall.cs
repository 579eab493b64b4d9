using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Exposure;
using ServerlessMcp.Records;

namespace ServerlessMcp.Calls;

/// <summary>One call of a tool: what is asked, for whom, and what is noted of it.</summary>
/// <param name="Admission">The URL, its account, and the second factor.</param>
/// <param name="Filter">What the URL exposes: the tool itself, and what an answer may name as the next step.</param>
/// <param name="Arguments">The arguments, as they came.</param>
public sealed record ToolCall(
    Admission Admission, ToolFilter Filter, IDictionary<string, JsonElement>? Arguments)
{
    /// <summary>The name that the tool is asked for by, as it came.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is noted of it.</summary>
    public AuditEntry Entry { get; init; } = Noted(Admission);

    /// <summary>Notes a change that is about to be sent; null where nobody keeps a trail.</summary>
    public Func<ToolCall, Task>? Intent { get; init; }

    /// <summary>The tools of the URL, those of its other accounts too as far as the call needs them.</summary>
    internal UrlTools Tools { get => field ??= new UrlTools(Admission, Filter); init; }

    /// <summary>Asks another account of the URL; null where nobody can be asked.</summary>
    internal Func<ToolCall, string, IDictionary<string, JsonElement>, CancellationToken, Task<ToolResult>>? Other { get; init; }

    /// <summary>For how long it may ask the store.</summary>
    public StoreDeadline Deadline { get; init; } = StoreDeadline.OfEach(CancellationToken.None);

    /// <summary>The call among those that run; null where nothing keeps them. It tells an end by revocation from one by
    /// the caller.</summary>
    public RunningCall? Running { get; init; }

    /// <summary>Tells the caller how far the call is; null where nobody watches.</summary>
    public Func<ToolProgress, CancellationToken, Task>? ReportProgress { get; init; }

    /// <summary>The account whose system is asked.</summary>
    public IntegratedAccount Account => Admission.Account;

    /// <summary>The config of the URL.</summary>
    public McpServerConfig Config => Admission.Server.Config;

    /// <summary>The scopes that hold for it; empty for a URL that reaches all that its token does.</summary>
    public IReadOnlyList<AccessScope> Scopes => AccessScope.Of(Config, Account);

    /// <summary>
    /// Asks another account of the URL what this tool said that it <see cref="Catalog.ToolDefinition.Asks"/>. That
    /// account's own tool answers, as it would answer an agent: with its credential, scope, redaction, limits and trail.
    /// </summary>
    /// <param name="question">One of <see cref="Catalog.JointQuestions"/>.</param>
    /// <param name="arguments">As the answering tool takes them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the tool answered, its errors included: its text was written by others.</returns>
    /// <exception cref="InvalidOperationException">The tool has not said that it asks this.</exception>
    /// <exception cref="StoreUnavailableException">The question could not be counted or noted.</exception>
    public Task<ToolResult> AskAsync(
        string question, IDictionary<string, JsonElement> arguments, CancellationToken cancellationToken) =>
        Other?.Invoke(this, question, arguments, cancellationToken)
        ?? throw new InvalidOperationException($"Nobody can be asked for {question} here.");

    /// <summary>An entry that says who calls.</summary>
    public static AuditEntry Noted(Admission admission) => new()
    {
        ServerId = admission.Server.Id,
        AccountId = admission.Account.Id,
        MintedUnder = admission.Through?.Account.Id,
        Ticket = admission.Server.Ticket,
        ApiTokenId = admission.ApiToken?.Id,
        Identity = admission.ApiToken?.Identity,
        OAuthClient = admission.OAuthClient,
    };

    /// <summary>Notes that it is about to change something; once, before anything is sent that may. Where this throws,
    /// nothing is sent.</summary>
    /// <exception cref="StoreUnavailableException">The store did not take it.</exception>
    public Task NoteChangeAsync(AuditArguments noted)
    {
        (Entry.Arguments, Entry.Effect) = (noted, noted.Effect ?? Entry.Effect);
        return Intent?.Invoke(this) ?? Task.CompletedTask;
    }
}
