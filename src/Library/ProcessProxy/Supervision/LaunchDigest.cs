using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision;

/// <summary>Tells whether a program was launched with what is configured now, without keeping what may be secret.</summary>
internal static class LaunchDigest
{
    /// <summary>A digest that is equal for equal launches, on any machine and in any version of .NET.</summary>
    public static string Of(LaunchSpec launch)
    {
        var text = new StringBuilder();
        Add(launch.Command);
        Add(launch.Cwd);
        Add(launch.PidFile);
        Add(launch.Log.File);
        Add(launch.Log.Separate ? "separate" : "merged");
        Add(launch.Log.Keep ? "kept" : "dropped");
        Add(launch.Args.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var argument in launch.Args)
        {
            Add(argument);
        }

        foreach (var (name, value) in launch.Env.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Add($"{name}={value}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        // With its length, and the arguments with their number, so that no two launches give the same text.
        void Add(string value) => text.Append(value.Length).Append(':').Append(value).Append('\n');
    }
}
