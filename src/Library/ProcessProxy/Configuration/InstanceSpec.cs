using System.Globalization;
using System.Text;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Configuration;

/// <summary>Makes the configuration of one program of a process.</summary>
internal static class InstanceSpec
{
    private const string InstanceVariable = "PROCESSPROXY_INSTANCE";
    private const string Port = "${PORT}";
    private const string Instance = "${INSTANCE}";
    private const string Literal = "$${";
    private const string Opening = "${";

    /// <summary>Returns the configuration of one program.</summary>
    /// <param name="process">The process.</param>
    /// <param name="instance">The number of the instance; from 1.</param>
    /// <param name="port">Its port; null while it has none.</param>
    /// <param name="isNext">Whether another program serves for the instance, so that its names are <c>&lt;id&gt;.next.*</c>.</param>
    public static ProcessSpec Of(ProcessSpec process, int instance, int? port, bool isNext)
    {
        var launch = process.Launch;
        var isOwn = instance > 1 || isNext;
        var pidFile = Fill(launch.PidFile);
        var env = new List<KeyValuePair<string, string>>(launch.Env.Select(entry => KeyValuePair.Create(entry.Key, Fill(entry.Value))));
        if (process.Port is { } given && port is { } number)
        {
            env.Add(new(given.Variable, number.ToString(CultureInfo.InvariantCulture)));
        }

        env.Add(new(InstanceVariable, instance.ToString(CultureInfo.InvariantCulture)));
        return process with
        {
            Launch = launch with
            {
                Args = [.. launch.Args.Select(Fill)],
                Cwd = Fill(launch.Cwd),
                Env = new ValueMap(env),
                PidFile = isOwn && (isNext || pidFile == launch.PidFile) ? Named(pidFile) : pidFile,
                Log = isOwn ? LogOf(launch.Log) : launch.Log,
            },
            HealthCheck = process.HealthCheck is { } check ? check with { Url = UrlOf(check) } : null,
        };

        LogSpec LogOf(LogSpec log) => log with
        {
            File = Named(log.File),
            PipeFile = log.PipeFile is { } pipe ? Named(pipe) : null,

            // Its archives would be left behind when the log gets the name of the instance.
            MaxSize = isNext ? long.MaxValue : log.MaxSize,
        };

        string Fill(string text) => InstanceSpec.Fill(text, process, instance, port);

        string Named(string file) => Path.Combine(
            Path.GetDirectoryName(file)!,
            $"{Path.GetFileNameWithoutExtension(file)}.{(isNext ? "next" : instance.ToString(CultureInfo.InvariantCulture))}{Path.GetExtension(file)}");

        Uri UrlOf(HealthCheckSpec check)
        {
            var path = Fill(check.Path);
            return HttpUrl.TryParse(path, out var full) ? full
                : process.Port is not null && port is { } own ? HealthTargets.Append(new Uri($"http://localhost:{own}"), path)
                : check.Url;
        }
    }

    /// <summary>Returns the name under which the state of a program is kept. Each instance has two seats.</summary>
    public static string KeyOf(string id, int instance, bool isSecondSeat) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}{(instance > 1 ? $".{instance}" : "")}{(isSecondSeat ? ".next" : "")}");

    private static string Fill(string text, ProcessSpec process, int instance, int? port)
    {
        if (!text.Contains(Opening, StringComparison.Ordinal) || (process.Port is null && process.Instances == 1))
        {
            return text;
        }

        var filled = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length;)
        {
            var rest = text.AsSpan(position);
            if (rest.StartsWith(Literal))
            {
                filled.Append(Opening);
                position += Literal.Length;
            }
            else if (rest.StartsWith(Port) && process.Port is not null && port is { } number)
            {
                filled.Append(number);
                position += Port.Length;
            }
            else if (rest.StartsWith(Instance))
            {
                filled.Append(instance);
                position += Instance.Length;
            }
            else
            {
                filled.Append(text[position++]);
            }
        }

        return filled.ToString();
    }
}
