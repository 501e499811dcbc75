using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Proxy.Contestants;

/// <summary>The minimal application beside this one: what everybody is compared with.</summary>
internal sealed partial class BareYarpApp : IContestant
{
    private static string App { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../../../proxy/BareYarp/bin/Release/net10.0/BareYarp"));

    public string Name => "yarp";

    public string? Missing => File.Exists(App) ? null : "BareYarp is not built";

    public (Process Process, Task<Ports> Ports) Start(Setup setup)
    {
        var ports = new TaskCompletionSource<Ports>(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] arguments =
        [
            setup.Routes.ToString(CultureInfo.InvariantCulture), $"http://127.0.0.1:{setup.Backend}", setup.Certificate.Certificate,
            setup.Certificate.Key,
        ];
        var process = Launcher.Start(setup.Mark, App, arguments, setup.Folder, line: text =>
        {
            setup.Line(text);
            if (Addresses().Match(text) is { Success: true, Groups: var groups })
            {
                ports.TrySetResult(new Ports(Port(groups[1]), Port(groups[2])));
            }
        });
        return (process, ports.Task);
    }

    private static int Port(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^listens http://[^ ]*:(\d+) https://[^ ]*:(\d+)")]
    private static partial Regex Addresses();
}
