namespace ProcessProxy.Benchmarks.Proxy.Loads;

/// <summary>A program that sends requests and tells how long the answers took.</summary>
internal interface ILoadGenerator
{
    /// <summary>The program.</summary>
    string Program { get; }

    /// <summary>The Debian package it is in.</summary>
    string Package { get; }

    /// <summary>Whether it speaks TLS.</summary>
    bool Secure { get; }

    /// <summary>Sends requests for so many seconds.</summary>
    /// <exception cref="InvalidOperationException">Something else than a success was answered.</exception>
    Task<LoadFigures> RunAsync(string folder, int port, string path, int body, int connections, int seconds);
}

/// <summary>What a load generator saw.</summary>
/// <param name="Requests">How many were answered.</param>
/// <param name="Seconds">In what time.</param>
/// <param name="P50">The median of the latencies, in milliseconds.</param>
/// <param name="P99">Ninety-nine in a hundred took at most this long.</param>
internal sealed record LoadFigures(long Requests, double Seconds, double P50, double P99);
