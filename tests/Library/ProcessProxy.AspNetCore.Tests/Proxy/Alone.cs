using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>For tests that look at the memory of the whole process, which others would use meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
