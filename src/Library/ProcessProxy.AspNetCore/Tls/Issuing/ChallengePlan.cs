using ProcessProxy.AspNetCore.Tls.Acme;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>Decides which challenge is tried, and which one after a failure.</summary>
internal sealed class ChallengePlan(ChallengeKind first)
{
    private ChallengeKind current = first;
    private bool triedBoth;

    /// <summary>Returns the first challenge, based on our ports: authorities connect to 80 and 443, or to ports forwarded from there.</summary>
    public static ChallengeKind ByPorts(int httpPort, int? httpsPort) =>
        httpPort != 80 && httpsPort == 443 ? ChallengeKind.TlsAlpn : ChallengeKind.Http;

    /// <summary>Gets the current challenge.</summary>
    public ChallengeKind Current => current;

    /// <summary>Records a success: this challenge is tried first from now on.</summary>
    public void Succeeded() => triedBoth = false;

    /// <summary>Records a failure: the other challenge is next.</summary>
    /// <returns>True to try it immediately. Only the first time: failed validations are counted, and after a delay one at a time is enough.</returns>
    public bool Failed()
    {
        current = current == ChallengeKind.Http ? ChallengeKind.TlsAlpn : ChallengeKind.Http;
        var atOnce = !triedBoth;
        triedBoth = true;
        return atOnce;
    }
}
