using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

// Runs a script as `pwsh [options] -File SCRIPT [arguments]` does, with the same engine, and prints all that it says as text. The console of pwsh itself says nothing under Wine.
// The runspace is left open: the session ends as one does that is exited, with the process.
var session = InitialSessionState.CreateDefault2();
session.ExecutionPolicy = ExecutionPolicy.Bypass;
var runspace = RunspaceFactory.CreateRunspace(session);
runspace.Open();
var shell = PowerShell.Create(runspace);
var file = Array.IndexOf(args, "-File") + 1;
shell.AddScript("param($file, $rest) & $file @rest *>&1 | Out-String -Stream -Width 200").AddArgument(args[file]).AddArgument(args[(file + 1)..]);

var lines = new PSDataCollection<PSObject>();
lines.DataAdded += (_, added) => Console.WriteLine(lines[added.Index]);
try
{
    shell.Invoke(null, lines);
    return 0;
}
catch (RuntimeException failure)
{
    Console.WriteLine($"{failure.ErrorRecord.FullyQualifiedErrorId}: {failure.Message}");
    return 1;
}
