using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Configuration.Keys;

/// <summary>What the values of a configuration are read with.</summary>
/// <param name="Paths">Where relative paths start from.</param>
/// <param name="Expansion">What replaces <c>${NAME}</c>.</param>
/// <param name="Problems">Where problems go.</param>
internal sealed record Reading(ProjectPaths Paths, Expansion Expansion, ProblemList Problems);
