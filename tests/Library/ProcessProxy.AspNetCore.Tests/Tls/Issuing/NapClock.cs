using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ProcessProxy.AspNetCore.Tests.Tls.Issuing;

/// <summary>A clock that lets a test wait until somebody has gone to sleep: time that passes before that would be lost on him.</summary>
internal sealed class NapClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> naps = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        naps.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits for the next nap, and lets time pass.</summary>
    public async Task PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await naps.Reader.ReadAsync(cancellationToken);
        Advance(time);
    }
}
