using ServerlessMcp.Local;

return await LocalHost.RunAsync(args);
