using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// How far a reader has read one output. After a program has taken over from another one that still writes, the reader is at two places: in the log
/// of the new program and in that of the old one.
/// </summary>
/// <param name="Main">The position in the log of the program that serves.</param>
/// <param name="Older">The position in the older log; only if <paramref name="Until"/> is given.</param>
/// <param name="Until">The log of the older program, at whose end reading at <paramref name="Older"/> is over; the default if nothing is left there.</param>
internal readonly record struct OutputPlace(LogPosition Main, LogPosition Older = default, FileIdentity Until = default)
{
    /// <summary>Gets whether there is an older log to read to its end.</summary>
    public bool IsSplit => Until != default;
}
