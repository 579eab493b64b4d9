using System.Text.RegularExpressions;

namespace ServerlessMcp.Logs;

/// <summary>
/// The words that Terraform and OpenTofu begin their own lines with. What they print about a configuration without a
/// box has no end of its own: it ends where the command goes on.
/// </summary>
internal static partial class CommandWords
{
    // Of the strings in internal/command and internal/backend of both. Not "Terraform " alone: many a detail's sentence
    // begins so.
    private static readonly string[] Starts =
    [
        "There are some problems with the CLI configuration", "Initializing ", "Upgrading modules",
        "Acquiring state lock", "Releasing state lock", "Running plan in ", "Running apply in ",
        "Preparing the remote ",
        "Waiting for the plan to start", "To view this run", "Partner and community providers are signed", "Success! ",
        "- Finding ", "- Installing ", "- Installed ", "- Reusing ", "- Using ", "- Downloading ", "- terraform.io/builtin/",
        "Terraform v", "Terraform used the selected", "Terraform will perform", "Terraform planned the following",
        "Terraform has been successfully", "Terraform has created a lock",
        "Terraform has compared", "Terraform has made some changes", "Terraform initialized in",
        "Terraform detected the following",
        "OpenTofu v", "OpenTofu used the selected", "OpenTofu will perform", "OpenTofu planned the following",
        "OpenTofu has been successfully", "OpenTofu has created a lock",
        "OpenTofu has compared", "OpenTofu has made some changes", "OpenTofu detected the following",
        "Note: Objects have changed outside", "Unless you have made equivalent changes", "Planning failed.", "Plan: ",
        "No changes.", "Changes to Outputs:", "Outputs:",
        "Apply complete!", "Destroy complete!", "Apply cancelled", "Interrupt received", "Stopping operation",
        "Saved the plan to", "This plan was saved", "Do you want to perform",
        "Operation failed: ", "Setup failed", "panic: ", "fatal error: ", "Stack trace from the ", "!!!!!", "─────",
        "-----", "╷", "╵",
    ];

    /// <summary>Whether a line is the command's own.</summary>
    public static bool Begin(string line)
    {
        foreach (var start in Starts)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
                return true;
        }

        return line.Length <= 2000 && Progress().IsMatch(line);
    }

    // aws_instance.web["a b"]: Still creating... [10s elapsed], and what a provisioner prints: terraform_data.p (local-exec): …
    [GeneratedRegex(
        @"^[a-z][^:]*\.[^:]+(: (Creating|Still creating|Creation|Modifying|Still modifying|Modifications"
        + "|Destroying|Still destroying|Destruction|Reading|Still reading|Read|Refreshing|Still refreshing|Refresh"
        + "|Importing|Import|Preparing import|Opening|Still opening|Open|Renewing|Closing|Still closing|Close"
        + @"|Provisioning with)\b| \((local|remote)-exec\): )",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Progress();
}
