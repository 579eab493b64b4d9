using Microsoft.AspNetCore.Http.Features;

namespace ServerlessMcp.Lambda.Runtime;

/// <summary>A response that runs what was registered with OnStarting and OnCompleted, as a server must; ASP.NET Core's
/// own class leaves that to servers.</summary>
internal sealed class ResponseFeature : HttpResponseFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> completed = new();
    private bool started;

    public override bool HasStarted => started;

    public override void OnStarting(Func<object, Task> callback, object state) => starting.Push((callback, state));

    public override void OnCompleted(Func<object, Task> callback, object state) => completed.Push((callback, state));

    /// <summary>Runs what waits for the start, in the reverse order of its registration; once.</summary>
    public async Task StartAsync()
    {
        while (!started && starting.TryPop(out var entry))
        {
            await entry.Callback(entry.State);
        }

        started = true;
    }

    public async Task CompleteAsync()
    {
        while (completed.TryPop(out var entry))
        {
            await entry.Callback(entry.State);
        }
    }
}
