namespace ProcessProxy.Tests.Architecture.Violations.Above;

/// <summary>What nobody below may know.</summary>
[AttributeUsage(AttributeTargets.All)]
internal class UpperAttribute : Attribute
{
    public static int Count { get; set; }

    public static Task<int> CountAsync() => Task.FromResult(Count);
}
