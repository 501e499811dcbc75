namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>
/// Tests with <c>Get-ManagedProcess -Orphaned</c>. It finds what every killed session of a user left, and an example stops it all: such tests run one after the other.
/// </summary>
internal static class OrphanedSessions
{
    public const string Collection = "Orphaned sessions";
}
