using System.Globalization;

namespace ProcessProxy.Configuration;

/// <summary>Makes the configuration of one program of a process.</summary>
internal static class InstanceSpec
{
    /// <summary>The variable that contains the number of the instance, for the program's own use; part of the specification.</summary>
    public const string InstanceVariable = "PROCESSPROXY_INSTANCE";

    /// <summary>The part of a name that belongs to the program beside the one that serves.</summary>
    private const string Next = "next";

    /// <summary>Returns the configuration of one program; that of a process with one program is the process itself.</summary>
    /// <param name="process">The process.</param>
    /// <param name="instance">The number of the instance; from 1.</param>
    /// <param name="port">Its port; null while it has none: then texts with <c>${PORT}</c> stay as they are.</param>
    /// <param name="isNext">Whether another program serves for the instance, so that its names are <c>&lt;id&gt;.next.*</c>.</param>
    public static ProcessSpec Of(ProcessSpec process, int instance, int? port, bool isNext)
    {
        if (!process.IsGrouped && instance == 1 && !isNext)
        {
            return process;
        }

        // Without a port, a literal ${PORT} must stay distinct from the port.
        var names = InstanceText.NamesOf(process.Port is not null && port is not null, process.IsNumbered);
        var launch = process.Launch;
        return process with
        {
            Process = process,
            Launch = launch with
            {
                Args = [.. launch.Args.Select(Fill)],
                Cwd = Fill(launch.Cwd),
                Env = new ValueMap(Environment()),
                PidFile = PidFile(),
                Log = instance > 1 || isNext ? LogOf(launch.Log) : launch.Log,
            },
            PreStart = process.PreStart is { } first ? first with { Command = Filled(first.Command) } : null,
            Stop = process.Stop.Command is { } command ? process.Stop with { Command = Filled(command) } : process.Stop,
            HealthCheck = process.HealthCheck is { } check ? InstanceHealth.Of(check with { Path = Fill(check.Path) }, process, port, Fill) : null,
        };

        string Fill(string text) => InstanceText.Fill(text, names, name => ((name == InstanceText.Port ? port : null) ?? instance).ToString(CultureInfo.InvariantCulture));

        CommandSpec Filled(CommandSpec command) => command with { Args = [.. command.Args.Select(Fill)] };

        IEnumerable<KeyValuePair<string, string>> Environment()
        {
            foreach (var (name, value) in launch.Env)
            {
                yield return new(name, Fill(value));
            }

            if (process.Port is { } given && port is { } number)
            {
                yield return new(given.Variable, number.ToString(CultureInfo.InvariantCulture));
            }

            yield return new(InstanceVariable, instance.ToString(CultureInfo.InvariantCulture));
        }

        string PidFile()
        {
            var isNumberedItself = InstanceText.Mentions(launch.PidFile, InstanceText.NamesOf(hasPort: false, process.IsNumbered));
            return isNext || (instance > 1 && !isNumberedItself) ? Named(Fill(launch.PidFile)) : Fill(launch.PidFile);
        }

        LogSpec LogOf(LogSpec log) => log with
        {
            File = Named(log.File),
            PipeFile = log.PipeFile is { } pipe ? Named(pipe) : null,

            // Its archives would be left behind when the log gets the name of the instance.
            MaxSize = isNext ? long.MaxValue : log.MaxSize,
        };

        string Named(string file) => Path.Combine(
            Path.GetDirectoryName(file) ?? "",
            $"{Path.GetFileNameWithoutExtension(file)}.{(isNext ? Next : instance.ToString(CultureInfo.InvariantCulture))}{Path.GetExtension(file)}");
    }

    /// <summary>Returns the name under which the state of a program is kept. Each instance has two seats.</summary>
    public static string KeyOf(string id, int instance, bool isSecondSeat) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}{(instance > 1 ? $".{instance}" : "")}{(isSecondSeat ? $".{Next}" : "")}");
}
