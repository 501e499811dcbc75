using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>
/// Holds the requests of one route while its process starts, and releases them the moment it can respond. This is the only place that decides what happens to a request
/// that comes too early.
/// </summary>
/// <param name="gate">The process.</param>
/// <param name="spec">How requests wait.</param>
/// <param name="port">Finds out when a target accepts connections.</param>
/// <param name="clock">The clock.</param>
/// <param name="needsInstances">Whether the route has no target of its own, so that requests go to the instances of the process.</param>
internal sealed class RequestHold(ProcessGate gate, HoldSpec spec, PortProbe port, TimeProvider clock, bool needsInstances = false)
{
    /// <summary>
    /// The time that requests wait for a program that has been running for a while and does not listen, or does not exist: the event of its end, or of
    /// its addition, may be on its way.
    /// </summary>
    /// <value>1 second.</value>
    public static readonly TimeSpan Notice = TimeSpan.FromSeconds(1);

    private int waiting;

    /// <summary>
    /// Lets a request pass immediately, after a while, or not at all. A request that passed must be released with <see cref="HeldRequest.Leave"/>. A request
    /// whose route has been replaced continues on the new one.
    /// </summary>
    /// <returns>False if it may not pass: it has its response, or nobody is left to receive one.</returns>
    public ValueTask<bool> AdmitAsync(HttpContext context, HeldRequest held) =>
        TryEnter(held) ? new(true) : AdmitLaterAsync(context, held);

    /// <summary>
    /// Records that the process could not be connected to, or broke off without a response: no request passes until it can be connected to.
    /// </summary>
    /// <returns>True if it makes sense to wait for it.</returns>
    public bool NoteUnreachable(HeldRequest held)
    {
        var process = gate.Process;
        port.Suspect(process, () => Volatile.Read(ref waiting) > 0);
        if (process is { State: RunState.Running } && gate.Age > spec.Timeout)
        {
            held.Until ??= At(Notice);
        }

        return spec.MaxRequests > 0 && Left(held) > TimeSpan.Zero;
    }

    private bool TryEnter(HeldRequest held)
    {
        gate.Enter();
        var process = gate.Process;
        if (process?.Use is { } use)
        {
            // Before the check: what sleeps starts, and what is about to fall asleep does not.
            held.EnterUse(use);
        }

        if (process is { CanAnswer: true } && !(needsInstances && process.Endpoints is null) && !port.IsSuspected(process))
        {
            held.Entered = gate;
            return true;
        }

        gate.Leave();
        return false;
    }

    private async ValueTask<bool> AdmitLaterAsync(HttpContext context, HeldRequest held)
    {
        var route = context.Features.GetRequiredRoute().Route;
        try
        {
            if (await WaitAsync(context, route, held).ConfigureAwait(false) is not { } refusal)
            {
                return true;
            }

            route.Traffic.Refuse();
            await ErrorAnswer.WriteAsync(context, refusal).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected, which is not worth a message.
        }

        return false;
    }

    private async Task<ProxyError?> WaitAsync(HttpContext context, Route route, HeldRequest held)
    {
        if (gate.Process is null)
        {
            // A reload applies routes before it adds their processes.
            held.Until ??= At(Notice);
        }

        if (Hopeless() is { } refusal)
        {
            return refusal;
        }

        if (Interlocked.Increment(ref waiting) > spec.MaxRequests)
        {
            Interlocked.Decrement(ref waiting);
            return Unavailability.Crowded(gate.Id, gate.Process, clock.GetUtcNow());
        }

        try
        {
            if (!held.IsCounted)
            {
                held.IsCounted = true;
                route.Traffic.Hold();
            }

            while (true)
            {
                var news = Task.WhenAny(gate.Change, port.Verdict);
                if (route.Successor is not null || TryEnter(held))
                {
                    return null;
                }

                var left = Left(held);
                if ((Hopeless() ?? (left > TimeSpan.Zero ? null : TooLate())) is { } answer)
                {
                    return answer;
                }

                await WaitForAsync(news, left, context.RequestAborted).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private async Task WaitForAsync(Task news, TimeSpan left, CancellationToken cancellationToken)
    {
        try
        {
            await news.WaitAsync(left, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The next check finds that the time is over.
        }
    }

    /// <summary>Returns the response if the process will not be available in time.</summary>
    private ProxyError? Hopeless()
    {
        var (process, now) = (gate.Process, clock.GetUtcNow());
        return process is null || (process.WillRun && !(process.NextAttemptAt - now > spec.Timeout)) ? null : Unavailability.Of(gate.Id, process, now);
    }

    private ProxyError TooLate() => gate.Process is { State: RunState.Running } process && port.IsSuspected(process)
        ? ProxyErrors.BackendUnreachable
        : Unavailability.Of(gate.Id, gate.Process, clock.GetUtcNow());

    private TimeSpan Left(HeldRequest held) => clock.GetElapsedTime(clock.GetTimestamp(), held.Until ??= At(spec.Timeout));

    private long At(TimeSpan later) => clock.GetTimestamp() + (long)(later.TotalSeconds * clock.TimestampFrequency);
}
