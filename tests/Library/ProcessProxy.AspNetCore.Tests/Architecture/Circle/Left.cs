namespace ProcessProxy.AspNetCore.Tests.Architecture.Circle.Left;

/// <summary>Half of a circle that the rules have to find.</summary>
internal sealed record One(Right.Other? Other);
