namespace ServerlessMcp.Sandbox.Http;

/// <summary>Endpoints by method and path. The first that matches answers.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<(string Method, int Length), List<Route>> routes = [];

    public void Get(string path, Func<SandboxRequest, Answer> handle) => Add("GET", path, handle);

    public void Post(string path, Func<SandboxRequest, Answer> handle) => Add("POST", path, handle);

    public void Put(string path, Func<SandboxRequest, Answer> handle) => Add("PUT", path, handle);

    public void Patch(string path, Func<SandboxRequest, Answer> handle) => Add("PATCH", path, handle);

    public void Delete(string path, Func<SandboxRequest, Answer> handle) => Add("DELETE", path, handle);

    public Route? Find(string method, string path, Dictionary<string, string> values)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return routes.GetValueOrDefault((method, segments.Length))?.Find(route => route.Matches(segments, values));
    }

    public void Map(string method, string path, Func<SandboxRequest, Answer> handle) => Add(method, path, handle);

    private void Add(string method, string path, Func<SandboxRequest, Answer> handle)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!routes.TryGetValue((method, segments.Length), out var list)) routes[(method, segments.Length)] = list = [];
        list.Add(new Route(method, segments, handle));
    }
}
