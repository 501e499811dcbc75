using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Configuration;

/// <summary>The address of the health check of a process that has its own in each instance.</summary>
internal static class InstanceHealth
{
    /// <summary>A port for an address that nobody requests, because the instance has none yet.</summary>
    private const int NoPort = 1;

    /// <summary>Returns the address of a program on this machine.</summary>
    public static Uri AddressOf(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}"));

    /// <summary>Returns whether the path of a check is a full URL, and one of its form.</summary>
    public static bool IsFull(HealthCheckSpec check, ProcessSpec process, [NotNullWhen(true)] out Uri? url) =>
        HttpUrl.TryParse(InstanceText.Sample(check.Path, InstanceText.NamesOf(process)), out url);

    /// <summary>Returns the check of a process with a port and a relative path, before it is known which instance is checked.</summary>
    public static HealthCheckSpec Unfilled(HealthCheckSpec check, PortSpec port, ProcessSpec process) =>
        check with { Url = HealthTargets.Append(AddressOf(port.Number ?? NoPort), InstanceText.Sample(check.Path, InstanceText.NamesOf(process))) };

    /// <summary>Returns the check of one instance.</summary>
    /// <param name="check">The check with the path of the instance.</param>
    /// <param name="process">The process.</param>
    /// <param name="port">The port of the instance; null while it has none.</param>
    /// <param name="fill">Fills a text for the instance.</param>
    public static HealthCheckSpec Of(HealthCheckSpec check, ProcessSpec process, int? port, Func<string, string> fill) =>
        process.Port is not null && port is null ? check
        : HttpUrl.TryParse(check.Path, out var full) ? check with { Url = full }
        : process.Port is not null && port is { } own ? check with { Url = HealthTargets.Append(AddressOf(own), check.Path) }
        : HttpUrl.TryParse(fill(check.Url.OriginalString), out var filled) ? check with { Url = filled }
        : check;

    /// <summary>Returns the address as it is shown: that of a process whose instances have their own contains <c>${PORT}</c>.</summary>
    public static string? Shown(ProcessSpec process)
    {
        if (process.HealthCheck is not { } check)
        {
            return null;
        }

        var names = InstanceText.NamesOf(process);
        return process.Process is not null || (process.Port is not { IsAuto: true } && !InstanceText.Mentions(check.Path, names)) ? check.Url.AbsoluteUri
            : IsFull(check, process, out _) ? check.Path
            : process.Port is null ? check.Url.OriginalString
            : $"http://localhost:{process.Port.Number?.ToString(CultureInfo.InvariantCulture) ?? InstanceText.Reference(InstanceText.Port)}{(check.Path.StartsWith('/') ? "" : "/")}{check.Path}";
    }
}
