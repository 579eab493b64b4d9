using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>doctor</c>: what works and what does not, from this machine.</summary>
internal static class DoctorCommand
{
    private const int Indent = 16;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var (address, json) = (Options.Address(), Options.Json());
        var command = new Command(
            "doctor", "Looks what works: the deployment, and clients set to it")
        { address, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isBad = false;
            void Tell(Finding finding)
            {
                isBad |= finding.State == FindingState.Bad;
                Write(terminal, finding, parsed.GetValue(json));
            }

            try
            {
                await foreach (var finding in DeploymentCheck.RunAsync(Deployment.Find(parsed.GetValue(address), time), time, cancellationToken))
                {
                    Tell(finding);
                }
            }
            catch (CommandException end)
            {
                // The clients are looked at all the same.
                Tell(new Finding("deployment", FindingState.Bad, end.Message));
            }

            await foreach (var finding in ClientCheck.RunAsync(time, cancellationToken))
            {
                Tell(finding);
            }

            return isBad ? ExitCodes.No : ExitCodes.Done;
        });
        return command;
    }

    private static void Write(Terminal terminal, Finding finding, bool json)
    {
        if (json || !terminal.IsForPeople)
        {
            terminal.WriteJson(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("check", finding.Check);
                writer.WriteString("state", finding.State switch { FindingState.Good => "good", FindingState.Note => "note", _ => "bad" });
                writer.WriteString("detail", finding.Detail);
                writer.WriteEndObject();
            });
            return;
        }

        var (mark, color) = finding.State switch
        { FindingState.Good => ("✓", Color.Green), FindingState.Note => ("!", Color.Yellow), _ => ("✗", Color.Red) };
        terminal.Out.WriteLine($"{terminal.Paint(mark, color)} {Terminal.Clean(finding.Check).PadRight(Indent)} {Terminal.Clean(finding.Detail)}");
    }
}
