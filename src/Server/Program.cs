using System.CommandLine;
using System.CommandLine.Invocation;
using ProcessProxy.Guarding;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Server;
using ProcessProxy.Server.Commands;
using ProcessProxy.Server.Printing;

if (OperatingSystem.IsWindows() && ConsoleBreakCommand.IsMeant(args))
{
    return ConsoleBreakCommand.Run(args);
}

// All output is for people or is JSON, which has no such characters; the output of a program goes to a pipe in another way.
Console.SetOut(new VisibleWriter(StandardWriter.ForOutput()));
Console.SetError(new VisibleWriter(StandardWriter.ForErrors()));

if (OpenFileLimit.Problem() is { } problem)
{
    return ServerCall.Say(ExitCode.Failure, problem);
}

try
{
    var line = CommandLine.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (line.Action is ParseErrorAction)
    {
        return UsageError.Say(line);
    }

    if (RunCommand.WantsGuardian(line))
    {
        return Guardian.Run(ServerProgram.This(), args);
    }

    // Only ServerSignals handles signals: the library would end the server after two seconds, however slow its processes are.
    return await line.InvokeAsync(
        new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
}
catch (CommandException refused)
{
    return ServerCall.Say(refused.Code, refused.Message);
}
catch (NoConfigurationException none)
{
    return ServerCall.Say(ExitCode.InvalidConfiguration, none.Message);
}
catch (LaunchException refused)
{
    return ServerCall.Say(ExitCode.Failure, refused.Message);
}
catch (OutputException unwritten)
{
    return ServerCall.Say(ExitCode.Failure, unwritten.Message);
}
