namespace ProcessProxy.Server.Logging;

/// <summary>The formats of the server's own log.</summary>
internal enum LogFormat
{
    /// <summary><see cref="Text"/> on a terminal, <see cref="Json"/> elsewhere.</summary>
    Auto,

    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>A JSON object on each line.</summary>
    Json,
}
