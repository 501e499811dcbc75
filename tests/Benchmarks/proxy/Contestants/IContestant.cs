using System.Diagnostics;

namespace ProcessProxy.Benchmarks.Proxy.Contestants;

/// <summary>A proxy that can be measured.</summary>
internal interface IContestant
{
    /// <summary>Its name, in the table and on the command line.</summary>
    string Name { get; }

    /// <summary>Why it cannot be measured here; null when it can.</summary>
    string? Missing { get; }

    /// <summary>
    /// Writes its configuration into the folder of <paramref name="setup"/> and starts it. It forwards <c>/r0/…</c>, <c>/r1/…</c> and
    /// so on, one route each, to the backend.
    /// </summary>
    /// <returns>The process, and where it listens once it does.</returns>
    (Process Process, Task<Ports> Ports) Start(Setup setup);
}

/// <summary>What a contestant is started with.</summary>
/// <param name="Mark">Carried by everything that is started.</param>
/// <param name="Folder">For its configuration.</param>
/// <param name="Routes">How many.</param>
/// <param name="Backend">The port of the backend on this machine.</param>
/// <param name="Certificate">For its HTTPS listener.</param>
/// <param name="Line">Gets its output.</param>
internal sealed record Setup(string Mark, string Folder, int Routes, int Backend, CertificateFiles Certificate, Action<string> Line);

/// <summary>Where a contestant listens.</summary>
internal sealed record Ports(int Http, int Https);
