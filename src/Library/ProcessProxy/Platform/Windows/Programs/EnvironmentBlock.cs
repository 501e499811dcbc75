using System.Text;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Windows.Programs;

/// <summary>An environment in the format of CreateProcess: sorted by name ignoring case, each entry ended by a NUL, one more at the end.</summary>
internal static class EnvironmentBlock
{
    /// <summary>Writes the block.</summary>
    /// <exception cref="LaunchException">A name or value cannot be written.</exception>
    public static char[] Of(IReadOnlyDictionary<string, string> environment)
    {
        var block = new StringBuilder();
        foreach (var (name, value) in environment.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
            {
                throw new LaunchException($"Its environment has a variable named '{name}', which Windows does not allow.");
            }

            if (value.Contains('\0', StringComparison.Ordinal))
            {
                throw new LaunchException($"The value of its environment variable {name} has a NUL in it.");
            }

            block.Append(name).Append('=').Append(value).Append('\0');
        }

        if (block.Length == 0)
        {
            // An empty block also has two NULs.
            block.Append('\0');
        }

        return [.. block.ToString(), '\0'];
    }
}
