using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>Configurations from texts instead of files.</summary>
internal static class Given
{
    public const string Project = "/srv/app";
    public const string ProxyFile = "/srv/app/config/proxy.yaml";
    public const string ProcessFile = "/srv/app/config/processes.yaml";

    public const string KeyFile = "/srv/app/secret/key";

    public const string NamesProcessFile = "processConfigFile: ./config/processes.yaml\n";

    private static readonly Dictionary<string, string> NoVariables = [];

    public static ConfigurationResult Files(byte[] proxy, byte[]? processes = null, IReadOnlyDictionary<string, string>? environment = null, byte[]? key = null) =>
        ConfigurationParser.Parse(ProxyFile, Project, environment ?? NoVariables, path => path switch
        {
            ProxyFile => new(proxy),
            ProcessFile when processes is not null => new(processes),
            KeyFile when key is not null => new(key),
            _ => new(null, ProblemCodes.FileUnreadable, $"The file '{path}' does not exist."),
        });

    public static ConfigurationResult Texts(string proxy, string? processes = null, IReadOnlyDictionary<string, string>? environment = null) =>
        Files(Encoding.UTF8.GetBytes(proxy), processes is null ? null : Encoding.UTF8.GetBytes(processes), environment);

    /// <summary>A configuration beside a file with a key.</summary>
    public static ConfigurationResult WithKey(string proxy, string? key) => Files(Encoding.UTF8.GetBytes(proxy), key: key is null ? null : Encoding.UTF8.GetBytes(key));

    public static ConfigurationResult Processes(string processes, IReadOnlyDictionary<string, string>? environment = null) =>
        Texts(NamesProcessFile, processes, environment);

    /// <summary>The one process of a file that must be valid.</summary>
    public static ProcessSpec Process(string processes, IReadOnlyDictionary<string, string>? environment = null) =>
        Assert.Single(Valid(Processes(processes, environment)).Processes.All);

    /// <summary>A process <c>web</c> with a command and these keys more, one in a line.</summary>
    public static string Web(params string[] keys) => "processes:\n  web:\n    command: run\n" + string.Concat(keys.Select(key => $"    {key}\n"));

    /// <summary>How a route forwards requests.</summary>
    public static ForwardSpec Forward(this RouteSpec route) => Assert.IsType<ForwardSpec>(route.Action);

    public static ServerSpec Valid(ConfigurationResult result)
    {
        Assert.Empty(result.Problems);
        return Assert.IsType<ServerSpec>(result.Spec);
    }

    /// <summary>The one problem of a configuration that is not valid.</summary>
    public static ConfigurationProblem Problem(ConfigurationResult result)
    {
        Assert.Null(result.Spec);
        return Assert.Single(result.Problems);
    }
}
