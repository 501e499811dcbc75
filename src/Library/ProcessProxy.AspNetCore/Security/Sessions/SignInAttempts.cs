using System.Net;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Security.Sessions;

/// <summary>
/// Counts recent wrong keys of each caller, with a call or in the form. After a few of them, each further attempt must wait,
/// twice as long each time. A caller is an address, and on this machine one user of it, so that nobody locks the others out. The table is
/// limited: the caller that was inactive for the longest time is forgotten.
/// </summary>
internal sealed class SignInAttempts(TimeProvider time)
{
    /// <value>5 attempts without a wait.</value>
    public const int Free = 5;

    /// <value>1,024 addresses.</value>
    public const int Capacity = 1024;

    /// <value>5 minutes: the longest wait.</value>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <value>15 minutes without an attempt; then all attempts are forgotten.</value>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly Dictionary<(ClientKey Client, uint? User), (int Count, long Last)> attempts = [];

    /// <summary>Gets whether any caller has to wait, or had to recently: otherwise callers need not be identified.</summary>
    public bool Any
    {
        get
        {
            lock (gate)
            {
                return attempts.Count > 0;
            }
        }
    }

    /// <summary>Begins an attempt, which counts as failed until <see cref="Succeeded"/>, so parallel attempts gain nothing.</summary>
    /// <returns>The time to wait before the next attempt is checked; zero if this one is.</returns>
    public TimeSpan Begin(IPAddress? address, uint? user = null)
    {
        var who = (ClientKey.Of(address), user);
        lock (gate)
        {
            var now = time.GetTimestamp();
            var (count, last) = attempts.GetValueOrDefault(who);
            if (count > 0 && time.GetElapsedTime(last, now) > Memory)
            {
                count = 0;
            }

            if (count >= Free && WaitAfter(count) - time.GetElapsedTime(last, now) is { Ticks: > 0 } wait)
            {
                return wait;
            }

            if (attempts.Count >= Capacity && !attempts.ContainsKey(who))
            {
                attempts.Remove(attempts.MinBy(entry => entry.Value.Last).Key);
            }

            attempts[who] = (count + 1, now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Records that the current attempt had the right key.</summary>
    public void Succeeded(IPAddress? address, uint? user = null)
    {
        lock (gate)
        {
            attempts.Remove((ClientKey.Of(address), user));
        }
    }

    /// <summary>Records an attempt whose key was already checked.</summary>
    /// <returns>The time to wait; zero if the attempt counts, and is answered by the result of the check.</returns>
    public TimeSpan Note(IPAddress? address, uint? user, bool isRight)
    {
        lock (gate)
        {
            // In one step: many correct keys at once, for example from a script, are not attempts most of which would have to wait.
            var wait = Begin(address, user);
            if (wait == TimeSpan.Zero && isRight)
            {
                Succeeded(address, user);
            }

            return wait;
        }
    }

    private static TimeSpan WaitAfter(int count)
    {
        var wait = TimeSpan.FromSeconds(1L << Math.Min(count - Free, 20));
        return wait < LongestWait ? wait : LongestWait;
    }
}
