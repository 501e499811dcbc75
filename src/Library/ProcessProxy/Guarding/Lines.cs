using System.Text;

namespace ProcessProxy.Guarding;

/// <summary>What guardian and server tell each other: lines of <c>NAME=value</c>, as service managers have it. Unknown names are ignored, so that versions can differ.</summary>
internal static class Lines
{
    /// <summary>The pid of the guardian. Another process that finds the variable was not started by it.</summary>
    public const string Guardian = "GUARDIAN";

    /// <summary>That the guardian was started by <c>nohup</c>.</summary>
    public const string NoHangUp = "NOHUP";

    /// <summary>How the server before this one ended.</summary>
    public const string Ended = "ENDED";

    /// <summary>The file with the last valid configuration.</summary>
    public const string Configuration = "CONFIGURATION";

    /// <summary>What the passed sockets are for, in their order.</summary>
    public const string Sockets = "SOCKETS";

    /// <summary>That signals reach the server from now on.</summary>
    public const string Heeds = "HEEDS";

    /// <summary>That the server is up. The message has its sockets.</summary>
    public const string Ready = "READY";

    /// <summary>That the server was asked to stop.</summary>
    public const string Stopping = "STOPPING";

    /// <summary>The pid of the server that the new one is to replace.</summary>
    public const string Predecessor = "PREDECESSOR";

    /// <summary>That a server wants to be replaced. The message has the successor's end of a channel.</summary>
    public const string Upgrade = "UPGRADE";

    /// <summary>The executable of a successor, if it is another one.</summary>
    public const string Executable = "EXECUTABLE";

    /// <summary>That a successor shall be ended.</summary>
    public const string Abandon = "ABANDON";

    /// <summary>That a successor waits for the lock.</summary>
    public const string Prepared = "PREPARED";

    /// <summary>The pid of a successor.</summary>
    public const string Pid = "PID";

    /// <summary>The version of a successor.</summary>
    public const string Version = "VERSION";

    /// <summary>Why a successor has failed.</summary>
    public const string Failed = "FAILED";

    /// <summary>That the lock is free for a successor.</summary>
    public const string LetGo = "LETGO";

    /// <summary>That a successor, which is up, is the server from now on.</summary>
    public const string Accepted = "ACCEPTED";

    /// <summary>Writes the lines. A value that is null or has a line break is left out.</summary>
    public static string Write(params IEnumerable<(string Name, string? Value)> values)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in values)
        {
            if (value is not null && !value.Contains('\n', StringComparison.Ordinal))
            {
                text.Append(name).Append('=').Append(value).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Reads the lines.</summary>
    public static Dictionary<string, string> Read(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is var end and > 0)
            {
                values[line[..end]] = line[(end + 1)..];
            }
        }

        return values;
    }

    /// <summary>Writes the names of sockets.</summary>
    public static string Names(IEnumerable<string> names) => string.Join(':', names);

    /// <summary>Reads the names of sockets.</summary>
    public static string[] Names(string? value) => value is null ? [] : value.Split(':', StringSplitOptions.RemoveEmptyEntries);
}
