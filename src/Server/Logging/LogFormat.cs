namespace ProcessProxy.Server.Logging;

/// <summary>How the server's own log is written.</summary>
internal enum LogFormat
{
    /// <summary><see cref="Text"/> on a terminal, <see cref="Json"/> elsewhere.</summary>
    Auto,

    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>A JSON object on each line.</summary>
    Json,
}
