using ServerlessMcp.Local;
using ServerlessMcp.Local.Commands;

return args is [var command, ..] && CommandNames.Has(command) ? await CommandLineProgram.RunAsync(args)
    : await LocalHost.RunAsync(args is [CommandNames.Serve, .. var rest] ? rest : args);
