using System.Management.Automation;
using System.Reflection;

namespace PowerShellHost;

/// <summary>
/// <c>pwsh -s</c>: what the engine starts for a background job, and talks to by its remoting protocol over standard input and output.
/// The engine has all of it, but keeps it for the shell that it comes with.
/// </summary>
internal static class ServerMode
{
    private const string Mediator = "System.Management.Automation.Remoting.Server.StdIOProcessMediator";

    /// <summary>Serves until the other side has gone.</summary>
    public static int Run()
    {
        var run = typeof(PowerShell).Assembly.GetType(Mediator, throwOnError: true)!
            .GetMethod("Run", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        run.Invoke(null, [.. run.GetParameters().Select(Argument)]);
        return 0;
    }

    /// <summary>No initial command; of everything else what it has when nobody says anything.</summary>
    private static object? Argument(ParameterInfo parameter) =>
        parameter.Name == "initialCommand" ? ""
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null;
}
