namespace ProcessProxy.Health;

/// <summary>The exception that is thrown when a probe could not be made for lack of descriptors or memory, which says nothing about the process.</summary>
internal sealed class ProbeNotMadeException(string message) : Exception(message);
