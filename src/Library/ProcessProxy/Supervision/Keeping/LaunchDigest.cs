using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Supervision.Keeping;

/// <summary>Determines whether a program was launched with the current configuration, without storing possible secrets.</summary>
internal static class LaunchDigest
{
    private const int SaltLength = 16;
    private const char AfterSalt = ':';

    private static readonly ProcessSpec Plain = new() { Id = "", Launch = new() { Command = "", Cwd = "", PidFile = "", Log = new() { File = "" } } };

    /// <summary>
    /// Returns a digest with its own salt, so equal values on two machines, or values from a list of likely secrets, cannot be recognized. It is
    /// the same on every machine and in every version of .NET.
    /// </summary>
    public static string Of(ProcessSpec process)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return $"{Convert.ToHexStringLower(salt)}{AfterSalt}{Salted(salt, process.Process ?? process)}";
    }

    /// <summary>Returns whether a digest belongs to this launch. Accepts digests of the first version, which had no salt.</summary>
    public static bool IsOf(string digest, ProcessSpec launched)
    {
        var process = launched.Process ?? launched;
        var end = digest.IndexOf(AfterSalt, StringComparison.Ordinal);
        if (end < 0)
        {
            return digest == Convert.ToHexStringLower(SHA256.HashData(Text(process)));
        }

        var salt = new byte[SaltLength];
        return Convert.FromHexString(digest.AsSpan(0, end), salt, out _, out var length) == OperationStatus.Done
            && length == SaltLength
            && digest.AsSpan(end + 1).SequenceEqual(Salted(salt, process));
    }

    private static string Salted(byte[] salt, ProcessSpec process) => Convert.ToHexStringLower(HMACSHA256.HashData(salt, Text(process)));

    private static byte[] Text(ProcessSpec process)
    {
        var launch = process.Launch;
        var text = new StringBuilder();
        Add(launch.Command);
        Add(launch.Cwd);
        Add(launch.PidFile);
        Add(launch.Log.File);
        Add(launch.Log.Output switch { OutputMode.Separate => "separate", OutputMode.Pipe => "pipe", _ => "merged" });
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

        foreach (var name in launch.Unset.Order(StringComparer.Ordinal))
        {
            Add(name);
        }

        // Keys of later versions: a launch without them has the same digest as before.
        foreach (var row in ProcessKeys.All.Rows.Where(row => row.IsInDigest))
        {
            if (row.Differences(Plain, process).Any())
            {
                Add(row.Name);
                Add(row.ShowWritten(process) ?? "");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());

        // With its length, and for arguments their number, so that two different launches never produce the same text.
        void Add(string value) => text.Append(value.Length).Append(':').Append(value).Append('\n');
    }
}
