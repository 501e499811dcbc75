using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Keys;

/// <summary>A key that was written, or set by code.</summary>
/// <typeparam name="TSpec">The type that the key belongs to.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Place">The place of its value.</param>
/// <param name="Set">Returns a spec with the value; null if the value is invalid, which has been reported.</param>
internal sealed record Assignment<TSpec>(Key<TSpec> Key, Place Place, Func<TSpec, TSpec>? Set);
