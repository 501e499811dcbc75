namespace ProcessProxy.PSModule.Tests.Examples;

/// <summary>What has to be there for an example, and what comes of it.</summary>
internal sealed record Expectation
{
    /// <summary>What was typed before. Nothing of it is looked at.</summary>
    public string Before { get; init; } = "Start-ProxyServer";

    /// <summary>More processes of the project than <c>web</c> and <c>api</c>.</summary>
    public string Processes { get; init; } = "";

    /// <summary>The objects that come out, each as a line by which they are told apart, as expressions.</summary>
    public string[] Output { get; init; } = [];

    /// <summary>What shows afterwards that the example did what its page says.</summary>
    public string After { get; init; } = "";

    /// <summary>What that says, as expressions.</summary>
    public string[] Then { get; init; } = [];

    /// <summary>Whether it goes on until somebody has enough: after as many objects as are expected.</summary>
    public bool IsEndless { get; init; }

    /// <summary>Whether the project has no configuration yet.</summary>
    public bool IsEmpty { get; init; }
}
