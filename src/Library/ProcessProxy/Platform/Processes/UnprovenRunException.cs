namespace ProcessProxy.Platform.Processes;

/// <summary>
/// A process matches the number and start of a record, and shows no evidence that it is ours. It is not touched, and nothing
/// is started beside it.
/// </summary>
internal sealed class UnprovenRunException(string message) : IOException(message);
