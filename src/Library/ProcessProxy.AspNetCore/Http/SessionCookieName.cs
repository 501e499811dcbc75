namespace ProcessProxy.AspNetCore.Http;

/// <summary>
/// The name of the cookie that carries a session of a management listener. Cookies do not tell ports apart, so the name does. The proxy knows
/// it too, as it must not pass the cookie on.
/// </summary>
internal static class SessionCookieName
{
    /// <summary>How every such name begins; the port of the listener follows.</summary>
    public const string Prefix = "processproxy-session-";

    /// <summary>The name at the listener on a port.</summary>
    public static string Of(int port) => $"{Prefix}{port}";
}
