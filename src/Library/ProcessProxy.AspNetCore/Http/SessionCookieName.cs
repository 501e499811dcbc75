namespace ProcessProxy.AspNetCore.Http;

/// <summary>
/// The name of the cookie of a session of a management listener. Cookies do not distinguish ports, so the name does. The proxy needs
/// it too, because it must not pass the cookie on.
/// </summary>
internal static class SessionCookieName
{
    /// <summary>The prefix of every such name; the port of the listener follows.</summary>
    public const string Prefix = "processproxy-session-";

    /// <summary>Returns the name for the listener on a port.</summary>
    public static string Of(int port) => $"{Prefix}{port}";
}
