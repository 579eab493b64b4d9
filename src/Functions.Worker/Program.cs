using ServerlessMcp.Functions;
using ServerlessMcp.Functions.Worker;

return await FunctionsProgram.RunAsync(
    Environment.GetEnvironmentVariable, settings => WorkerHost.ServeAsync(settings, args));
