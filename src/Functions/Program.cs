using ServerlessMcp.Functions;

return await FunctionsHost.RunAsync(Environment.GetEnvironmentVariable);
