using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ServerlessMcp.Hosts.Tests.Azure.Worker.Protocol;
using ServerlessMcp.Hosts.Tests.Hosts;

namespace ServerlessMcp.Hosts.Tests.Azure.Worker;

/// <summary>
/// A worker that was started and is spoken to as the Functions host does it: it says hello, tells what it can and which functions it has, each is loaded, and invocations follow. What it logs within an
/// invocation that runs is kept as the host keeps it, with its category; all else that comes over gRPC the host drops, and so does this.
/// </summary>
internal sealed class WorkerChannel : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> answers = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Invoked>> invocations = new();
    private readonly StringBuilder log = new();
    private readonly StringBuilder dropped = new();
    private readonly Dictionary<string, FunctionAbout> functions = [];
    private FunctionRpcServer server = null!;
    private HostProgram program = null!;

    public HostProgram Program => program;

    /// <summary>Where requests are passed on to.</summary>
    public int Port { get; private set; }

    /// <summary>Names and types of triggers.</summary>
    public IEnumerable<(string Name, string Trigger)> Functions => functions.Select(function => (function.Key, function.Value.Bindings.Single(binding => binding.Value.Type.EndsWith("Trigger", StringComparison.Ordinal)).Value.Type));

    /// <summary>What the host has of its log: the console's lines, and those of invocations.</summary>
    public string Kept
    {
        get
        {
            lock (log) return program.Output + log;
        }
    }

    /// <summary>All that it wrote, also what the host drops.</summary>
    public string Output
    {
        get
        {
            lock (log) return $"{program.Output}{dropped}{log}";
        }
    }

    /// <summary>Starts the assembly and brings it to where it can be invoked.</summary>
    public static async Task<WorkerChannel> StartAsync(string assembly, IReadOnlyDictionary<string, string> environment)
    {
        var channel = new WorkerChannel();
        channel.server = await FunctionRpcServer.StartAsync(channel.Receive);
        var folder = Path.GetDirectoryName(assembly)!;
        channel.program = HostProgram.Start("", Checkout.Find("dotnet")!, [assembly, .. WorkerMessages.Arguments(channel.server.Address, NewId().ToString(), NewId().ToString())], new Dictionary<string, string>(environment)
        {
            ["FUNCTIONS_APPLICATION_DIRECTORY"] = folder,
            ["FUNCTIONS_WORKER_DIRECTORY"] = folder,
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Production",
        });
        try
        {
            await channel.PrepareAsync(folder);
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }

        return channel;
    }

    /// <summary>Invokes a function, and does beside it what the host does; fails where the worker says that it failed.</summary>
    public async Task<T> InvokeAsync<T>(string function, Value input, Func<string, Task<T>> besideAsync)
    {
        var id = NewId().ToString();
        var over = invocations[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var beside = besideAsync(id);
        var about = functions[function];
        var invoke = new Invoke { InvocationId = id, FunctionId = about.Id, Trace = new Trace { Parent = $"00-{NewId():N}-b7ad6b7169203331-00" } };
        invoke.Input.Add(new Input { Name = about.Bindings.Single(binding => binding.Value.Type.EndsWith("Trigger", StringComparison.Ordinal)).Key, Value = input });
        server.Send(new StreamingMessage { RequestId = NewId().ToString(), Invoke = invoke });
        var (result, invoked) = (await beside, await WaitAsync(over.Task, $"the end of an invocation of {function}"));
        Assert.True(invoked.Outcome.Status == 1, $"{function} failed: {invoked.Outcome.Failure?.Message}");
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task PrepareAsync(string folder)
    {
        await WaitAsync(hello.Task, "its first word");
        var prepare = new PrepareWorker { HostVersion = "4.1042.100", WorkerFolder = folder, AppFolder = folder };
        var ready = (await AskAsync(new StreamingMessage { Prepare = prepare })).Ready;
        Succeeded(ready.Outcome);
        Port = new Uri(ready.Capabilities["HttpUri"]).Port;
        var listed = (await AskAsync(new StreamingMessage { List = new ListFunctions { AppFolder = folder } })).Listed;
        Succeeded(listed.Outcome);
        foreach (var about in listed.Functions)
        {
            about.Folder = folder;
            Succeeded((await AskAsync(new StreamingMessage { Load = new LoadFunction { Id = about.Id, About = about } })).Loaded.Outcome);
            functions.Add(about.Name, about);
        }
    }

    private Task<StreamingMessage> AskAsync(StreamingMessage message)
    {
        message.RequestId = NewId().ToString();
        var answer = answers[message.RequestId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Send(message);
        return WaitAsync(answer.Task, $"the answer to {message.ContentCase}");
    }

    private async Task<T> WaitAsync<T>(Task<T> task, string what)
    {
        await WaitAsync((Task)task, what);
        return await task;
    }

    private async Task WaitAsync(Task task, string what)
    {
        await Task.WhenAny(task, program.Exited, Task.Delay(Patience, TimeProvider.System));
        Assert.True(task.IsCompleted, $"{what} did not come; the worker wrote: {Output}");
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.Hello:
                hello.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.Log:
                Note(message.Log);
                break;
            case StreamingMessage.ContentOneofCase.Invoked:
                if (invocations.TryRemove(message.Invoked.InvocationId, out var over))
                    over.TrySetResult(message.Invoked);
                break;
            default:
                if (answers.TryRemove(message.RequestId, out var answer))
                    answer.TrySetResult(message);
                break;
        }
    }

    private void Note(LogLine line)
    {
        lock (log) (invocations.ContainsKey(line.InvocationId) ? log : dropped).Append(CultureInfo.InvariantCulture, $"[{line.InvocationId} {line.Category} {line.Level}]\n{line.Message}\n{line.Properties}{line.Failure?.Message}{line.Failure?.Stack}\n");
    }

    private void Succeeded(Outcome outcome) => Assert.True(outcome.Status == 1, $"{outcome.Failure?.Message} {outcome.Failure?.Stack} {Output}");

    // As the platform makes them.
    private static Guid NewId() => new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
