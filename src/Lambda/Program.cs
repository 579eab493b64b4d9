using ServerlessMcp.Lambda;

return await LambdaHost.RunAsync();
