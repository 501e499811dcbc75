namespace ProcessProxy.AspNetCore.Tests.Architecture.Circle.Right;

/// <summary>The other half.</summary>
internal sealed record Other(Left.One? One);
