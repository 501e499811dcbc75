using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>The services that the renewals of all domains share.</summary>
/// <param name="Authority">The authority.</param>
/// <param name="Store">The store of certificates.</param>
/// <param name="Slots">Limits parallel orders.</param>
/// <param name="Log">The log.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Random">Returns random numbers from 0 to 1.</param>
internal sealed record RenewalServices(
    IAuthority Authority, CertificateStore Store, SemaphoreSlim Slots, ILogger Log, TimeProvider Clock, Func<double> Random);

/// <summary>Obtains and renews the certificate of one domain. Other domains continue whatever happens here.</summary>
internal sealed class DomainRenewal(string domain, RenewalServices services)
{
    // The wall clock decides, and may be changed while we wait.
    private static readonly TimeSpan LongestNap = TimeSpan.FromHours(1);

    private volatile ServerCertificate? current = services.Store.Load(domain);
    private int failures;

    /// <summary>Gets the last valid certificate, even if expired; null if there never was one.</summary>
    public ServerCertificate? Current => current;

    /// <summary>Obtains and renews the certificate, until canceled.</summary>
    /// <param name="plan">The plan of challenges.</param>
    /// <param name="cancellationToken">Ends the renewals.</param>
    public async Task RunAsync(ChallengePlan plan, CancellationToken cancellationToken)
    {
        var due = current is { } stored ? RenewalSchedule.DueAt(stored) : DateTimeOffset.MinValue;
        while (true)
        {
            await UntilAsync(due, cancellationToken).ConfigureAwait(false);
            await services.Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                due = await AttemptAsync(plan, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                services.Slots.Release();
            }
        }
    }

    /// <summary>Makes one attempt.</summary>
    /// <returns>The delay before the next one.</returns>
    private async Task<DateTimeOffset> AttemptAsync(ChallengePlan plan, CancellationToken cancellationToken)
    {
        AcmeException failure;
        try
        {
            var issued = await ProveAsync(plan, cancellationToken).ConfigureAwait(false);
            var now = services.Clock.GetUtcNow();
            var certificate = services.Store.Store(domain, issued, now);
            var due = RenewalSchedule.DueAfterIssue(certificate, now);
            current = certificate;
            failures = 0;
            Log.Issued(services.Log, services.Authority.Name, domain, certificate.NotAfter, due);
            return due;
        }
        catch (AcmeException refused)
        {
            failure = refused;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The issued certificate cannot be used, or an internal error: in both cases this domain needs another attempt.
            failure = new AcmeException(AcmeFailure.Refused, fault.Message, null, fault);
        }

        failures++;
        var next = services.Clock.GetUtcNow() + Backoff.After(failure.Failure, failures, failure.RetryAfter, services.Random());
        if (current is null)
        {
            Log.IssueFailed(services.Log, domain, failure.Message, next);
        }
        else
        {
            Log.RenewalFailed(services.Log, domain, current.NotAfter, failure.Message, next);
        }

        return next;
    }

    private async Task<IssuedCertificate> ProveAsync(ChallengePlan plan, CancellationToken cancellationToken)
    {
        while (true)
        {
            var kind = plan.Current;
            Log.Requested(services.Log, services.Authority.Name, domain, Challenge.TypeOf(kind));
            try
            {
                var issued = await services.Authority.IssueAsync(domain, kind, cancellationToken).ConfigureAwait(false);
                plan.Succeeded();
                return issued;
            }
            catch (AcmeException unproved) when (unproved.Failure == AcmeFailure.Challenge && plan.Failed())
            {
                Log.OtherChallenge(services.Log, domain, unproved.Message, Challenge.TypeOf(plan.Current));
            }
        }
    }

    private async Task UntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (due - services.Clock.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < LongestNap ? left : LongestNap, services.Clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
