using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Configuration.Keys;

/// <summary>The context for reading values of a configuration.</summary>
/// <param name="Paths">The base of relative paths.</param>
/// <param name="Expansion">The replacement of <c>${NAME}</c>.</param>
/// <param name="Problems">The list that receives problems.</param>
internal sealed record Reading(ProjectPaths Paths, Expansion Expansion, ProblemList Problems);
