using System.Management.Automation;
using System.Management.Automation.Runspaces;

// PowerShell's engine as a process of its own, for tests of what a whole session does: runs a script file and prints what comes
// out, errors with their ids. It ends as a shell does: its runspace is not closed when a script says exit.
if (args is not [var script])
{
    Console.Error.WriteLine("powershellhost SCRIPT");
    return 64;
}

var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
Runspace.DefaultRunspace = runspace;
using var shell = PowerShell.Create(runspace);
var output = new PSDataCollection<PSObject>();
output.DataAdded += (_, added) => Console.WriteLine(output[added.Index]);
shell.Streams.Error.DataAdded += (_, added) => Print("error", shell.Streams.Error[added.Index]);
shell.Streams.Warning.DataAdded += (_, added) => Console.WriteLine($"warning: {shell.Streams.Warning[added.Index]}");
Console.CancelKeyPress += (_, key) =>
{
    // As at a prompt: Ctrl+C ends the pipeline, not the shell.
    key.Cancel = true;
    Console.WriteLine("interrupted");
    shell.BeginStop(null, null);
};
try
{
    shell.AddScript(File.ReadAllText(script)).Invoke(null, output);
}
catch (RuntimeException failure)
{
    Print("failure", failure.ErrorRecord);
    return 1;
}

return 0;

static void Print(string kind, ErrorRecord record) => Console.WriteLine($"{kind}: {record.FullyQualifiedErrorId}: {record.Exception.Message}");
