using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>Decides when a certificate is renewed.</summary>
internal static class RenewalSchedule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Returns the time when two thirds of its life are over.</summary>
    public static DateTimeOffset DueAt(ServerCertificate certificate) =>
        certificate.NotBefore + ((certificate.NotAfter - certificate.NotBefore) * 2 / 3);

    /// <summary>
    /// Returns the same for one that has just been issued, but never immediately: with a wrong clock it may seem old already, and each
    /// one would be followed by the next.
    /// </summary>
    public static DateTimeOffset DueAfterIssue(ServerCertificate certificate, DateTimeOffset now)
    {
        var least = (certificate.NotAfter - now) / 3;
        var earliest = now + (least < Shortest ? Shortest : least > Longest ? Longest : least);
        var due = DueAt(certificate);
        return due > earliest ? due : earliest;
    }
}
