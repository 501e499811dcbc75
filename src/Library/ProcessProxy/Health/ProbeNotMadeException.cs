namespace ProcessProxy.Health;

/// <summary>A probe could not be made for want of descriptors or memory, which says nothing about the process.</summary>
internal sealed class ProbeNotMadeException(string message) : Exception(message);
