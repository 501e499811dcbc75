using System.Threading.Channels;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Issuing;

namespace ProcessProxy.AspNetCore.Tests.Tls.Issuing;

/// <summary>What was asked of an authority, waiting for the test to answer.</summary>
internal sealed record Asked(string Domain, ChallengeKind Kind, DateTimeOffset At, TaskCompletionSource<IssuedCertificate> Answer)
{
    public void Issue(DateTimeOffset from, DateTimeOffset to) => Answer.SetResult(MadeCertificate.For(from, to, Domain).Issued);

    public void Refuse(AcmeFailure failure, string reason = "no.", TimeSpan? retryAfter = null) =>
        Answer.SetException(new AcmeException(failure, reason, retryAfter));
}

/// <summary>An authority that does what a test says.</summary>
internal sealed class ScriptedAuthority(TimeProvider clock) : IAuthority
{
    private readonly Channel<Asked> asked = Channel.CreateUnbounded<Asked>();
    private int atOnce;

    public string Name => "authority.example";

    public int MostAtOnce { get; private set; }

    public ValueTask<Asked> NextAsync(CancellationToken cancellationToken) => asked.Reader.ReadAsync(cancellationToken);

    public async Task<IssuedCertificate> IssueAsync(string domain, ChallengeKind kind, CancellationToken cancellationToken)
    {
        lock (asked)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++atOnce);
        }

        try
        {
            var question = new Asked(domain, kind, clock.GetUtcNow(), new(TaskCreationOptions.RunContinuationsAsynchronously));
            asked.Writer.TryWrite(question);
            return await question.Answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (asked)
            {
                atOnce--;
            }
        }
    }
}
