using ServerlessMcp.Functions;
using ServerlessMcp.Functions.Handler;

return await FunctionsProgram.RunAsync(Environment.GetEnvironmentVariable, HandlerHost.ServeAsync);
