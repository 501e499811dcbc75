using ProcessProxy.AspNetCore.Tls.Acme;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>Which way of proving a name is tried, and which when that has failed.</summary>
internal sealed class ChallengePlan(ChallengeKind first)
{
    private ChallengeKind current = first;
    private bool triedBoth;

    /// <summary>The one to begin with, by the ports we have: authorities come to 80 and 443, or to what is forwarded from there.</summary>
    public static ChallengeKind ByPorts(int httpPort, int? httpsPort) =>
        httpPort != 80 && httpsPort == 443 ? ChallengeKind.TlsAlpn : ChallengeKind.Http;

    /// <summary>The one to try now.</summary>
    public ChallengeKind Current => current;

    /// <summary>It has worked, and will be tried first from now on.</summary>
    public void Succeeded() => triedBoth = false;

    /// <summary>It has failed: the other one is next.</summary>
    /// <returns>Whether at once. Only the first time: failed proofs are counted, and after a pause one at a time is enough.</returns>
    public bool Failed()
    {
        current = current == ChallengeKind.Http ? ChallengeKind.TlsAlpn : ChallengeKind.Http;
        var atOnce = !triedBoth;
        triedBoth = true;
        return atOnce;
    }
}
