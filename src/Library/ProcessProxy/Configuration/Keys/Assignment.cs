using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Keys;

/// <summary>A key that was written, or set by code.</summary>
/// <typeparam name="TSpec">What the key is part of.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Place">Where its value is.</param>
/// <param name="Set">Returns a spec with the value; null when the value is wrong, which is reported.</param>
internal sealed record Assignment<TSpec>(Key<TSpec> Key, Place Place, Func<TSpec, TSpec>? Set);
