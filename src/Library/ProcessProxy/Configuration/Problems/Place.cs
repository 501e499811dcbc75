namespace ProcessProxy.Configuration.Problems;

/// <summary>Where something was written: lines and columns from 1, the key with its path.</summary>
internal sealed record Place(string File, int Line, int Column, string Key);
