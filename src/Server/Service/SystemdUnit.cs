using System.Globalization;
using System.Text;

namespace ProcessProxy.Server.Service;

/// <summary>The unit file: <c>packaging/processproxy.service</c> with the program, folder and user of a service.</summary>
internal static class SystemdUnit
{
    private const string Template = "processproxy.service";

    /// <summary>Returns the file with the variables of a service, if there are some.</summary>
    /// <param name="name">The name of the service.</param>
    /// <param name="ofUser">Whether it is a user service.</param>
    public static string VariablesFile(string name, bool ofUser) => ofUser ? $"%E/{name}.env" : $"/etc/default/{name}";

    /// <summary>Writes the unit file.</summary>
    /// <param name="service">The service.</param>
    /// <param name="ofUser">Whether it is a user service, which runs as that user anyway.</param>
    public static string Compose(ServiceDefinition service, bool ofUser)
    {
        using var reader = new StreamReader(typeof(SystemdUnit).Assembly.GetManifestResourceStream(Template)!, Encoding.UTF8);
        var unit = new StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            if (Line(line, service, ofUser) is { } written)
            {
                unit.Append(written).Append('\n');
            }
        }

        return unit.ToString();
    }

    private static string? Line(string line, ServiceDefinition service, bool ofUser) => line.Split('=')[0] switch
    {
        "ExecStart" => $"ExecStart={string.Join(' ', service.Command.Select(Quote))}",
        "WorkingDirectory" => $"WorkingDirectory={service.Folder.Replace("%", "%%", StringComparison.Ordinal)}",
        "User" => service.User is null || ofUser ? null : $"User={service.User}",
        "Group" => null,
        "TimeoutStopSec" => string.Create(CultureInfo.InvariantCulture, $"TimeoutStopSec={Math.Ceiling(service.StopTimeout.TotalSeconds)}"),
        "Environment" => service.SearchPath is null ? null : $"Environment={Quote("PATH=" + service.SearchPath)}",
        "EnvironmentFile" => $"EnvironmentFile=-{VariablesFile(service.Name, ofUser)}",
        "WantedBy" => $"WantedBy={(ofUser ? "default.target" : "multi-user.target")}",

        // Only the system manager supports this.
        "ProtectKernelModules" or "ProtectKernelLogs" or "ProtectClock" or "ProtectHostname" when ofUser => null,
        _ when line.StartsWith("# ", StringComparison.Ordinal) && line.Contains("Copy to", StringComparison.Ordinal) => null,
        _ => line,
    };

    /// <summary>Returns a word in systemd's syntax, with <c>%</c> and <c>$</c> doubled.</summary>
    private static string Quote(string word)
    {
        var literal = word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal);
        return literal.AsSpan().ContainsAny(" \t\"'\\;") || literal.Length == 0 ? $"\"{literal.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : literal;
    }
}
