using System.CommandLine;
using ProcessProxy.Server;
using ProcessProxy.Server.Commands;

if (OperatingSystem.IsWindows() && ConsoleBreakCommand.IsMeant(args))
{
    return ConsoleBreakCommand.Run(args);
}

// Everything printed is for people or is JSON, which has no such characters; what a program wrote goes its own way to a pipe.
Console.SetOut(new VisibleWriter(Console.Out));
Console.SetError(new VisibleWriter(Console.Error));

if (OpenFileLimit.Problem() is { } problem)
{
    Console.Error.WriteLine($"processproxy: {problem}");
    return ExitCode.Failure;
}

// Signals are taken by ServerSignals alone: the library would end the server two seconds after one, however slow its processes are.
return await CommandLine.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
