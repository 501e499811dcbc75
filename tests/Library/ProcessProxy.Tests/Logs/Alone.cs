using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>For tests that look at the memory of the whole process, which others would use meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
