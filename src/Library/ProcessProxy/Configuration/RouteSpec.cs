namespace ProcessProxy.Configuration;

/// <summary>What a route does with a request.</summary>
public enum RouteType
{
    /// <summary>Forwards it to <see cref="RouteSpec.Target"/>.</summary>
    Proxy,

    /// <summary>Answers it from files.</summary>
    Static,

    /// <summary>Sends the client elsewhere.</summary>
    Redirect,
}

/// <summary>One route of the proxy, complete and checked.</summary>
public sealed record RouteSpec
{
    /// <summary>The host it serves, in lower case; <c>*.example.org</c> for subdomains; null for any.</summary>
    public string? Domain { get; init; }

    /// <summary>The path it serves with everything below, by whole segments; begins with a slash and ends with none but for <c>/</c> itself.</summary>
    public required string Path { get; init; }

    /// <summary>What it does.</summary>
    public required RouteType Type { get; init; }

    /// <summary>Where requests go, with its base path. Null only for types that have none.</summary>
    public Uri? Target { get; init; }

    /// <summary>Whether it is served over HTTPS only.</summary>
    public bool Ssl { get; init; }

    /// <summary>The rules that change the path, in the order they are tried; the first that matches is applied.</summary>
    public ValueList<RewriteRule> Rewrite { get; init; } = [];

    /// <summary>The id of the process behind it, or null.</summary>
    public string? Process { get; init; }

    /// <summary>Headers set on the forwarded request; an empty value removes one.</summary>
    public ValueMap Headers { get; init; } = ValueMap.Empty;
}

/// <summary>A rule that changes the path of a request.</summary>
/// <param name="Pattern">A regular expression, known to be valid.</param>
/// <param name="Replacement">What replaces the match; <c>$1</c> stands for its first group.</param>
public sealed record RewriteRule(string Pattern, string Replacement);
