using System.Globalization;

namespace ProcessProxy.Configuration;

/// <summary>The port that a process is given.</summary>
public sealed record PortSpec
{
    internal const string DefaultVariable = "PORT";

    /// <summary>Gets the free port that is chosen at each launch.</summary>
    /// <value>A specification without a number.</value>
    public static PortSpec Auto { get; } = new();

    /// <summary>Gets the number of the port; null for a free one at each launch (<c>auto</c>).</summary>
    /// <value>The default is null.</value>
    public int? Number { get; init; }

    /// <summary>Gets the environment variable in which the program finds the port.</summary>
    /// <value>The default is <c>PORT</c>.</value>
    public string Variable { get; init; } = DefaultVariable;

    /// <summary>Gets whether a free port is chosen at each launch.</summary>
    internal bool IsAuto => Number is null;

    /// <summary>Returns the number, or <c>auto</c>.</summary>
    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? "auto";
}

/// <summary>A range of ports.</summary>
public sealed record PortRange
{
    /// <summary>Gets the first port.</summary>
    /// <value>A port. The default is 20000.</value>
    public int First { get; init; } = 20_000;

    /// <summary>Gets the last port.</summary>
    /// <value>A port. The default is 29999.</value>
    public int Last { get; init; } = 29_999;

    /// <summary>Returns the range as it is written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
