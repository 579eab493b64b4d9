using System.Globalization;

namespace ServerlessMcp.Hosts.Tests.Azure.Worker;

/// <summary>How the Functions host starts a worker: https://github.com/Azure/azure-functions-host, RpcWorkerContext.</summary>
internal static class WorkerMessages
{
    /// <summary>The longest message, which the host tells the worker.</summary>
    public const int Longest = int.MaxValue;

    public static IReadOnlyList<string> Arguments(Uri host, string worker, string request)
    {
        var longest = Longest.ToString(CultureInfo.InvariantCulture);
        return
        [
            "--host", host.Host, "--port", host.Port.ToString(CultureInfo.InvariantCulture), "--workerId", worker, "--requestId", request, "--grpcMaxMessageLength", longest,
            "--functions-uri", host.AbsoluteUri, "--functions-worker-id", worker, "--functions-request-id", request, "--functions-grpc-max-message-length", longest,
        ];
    }
}
