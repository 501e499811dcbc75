namespace ProcessProxy.Platform;

/// <summary>A program could not be launched. The message is a sentence that names what stands in the way.</summary>
internal sealed class LaunchException(string message) : Exception(message);
