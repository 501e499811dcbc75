namespace ProcessProxy.Platform.Processes;

/// <summary>
/// A process is by its number and start what a record names, and shows nothing that tells whether it is ours. It is not touched, and nothing
/// is started beside it.
/// </summary>
internal sealed class UnprovenRunException(string message) : IOException(message);
