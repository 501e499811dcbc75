using System.Security.Cryptography;
using System.Text;

namespace ProcessProxy.AspNetCore.Security.Sessions;

/// <summary>
/// The sessions of this run of the server. Only hashes of their tokens are kept, up to a limit; they end when
/// they are not used for a while, and always after a day.
/// </summary>
internal sealed class SessionStore(TimeProvider time) : IDisposable
{
    /// <value>1 hour without a call.</value>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromHours(1);

    /// <value>24 hours.</value>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <value>256: the one that was not used for the longest time makes room.</value>
    public const int Capacity = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Session> sessions = new(StringComparer.Ordinal);

    /// <summary>Starts a session.</summary>
    /// <returns>Its token, which only the browser keeps.</returns>
    public string Begin()
    {
        var token = Random();
        lock (gate)
        {
            foreach (var key in sessions.Where(entry => !IsAlive(entry.Value)).Select(entry => entry.Key).ToArray())
            {
                Remove(key);
            }

            if (sessions.Count >= Capacity)
            {
                Remove(sessions.MinBy(entry => entry.Value.LastUsed).Key);
            }

            sessions[KeyOf(token)] = new Session(Random(), Lifetime, time);
        }

        return token;
    }

    /// <summary>Returns the session with a token and records its use, or null if there is none or it has ended.</summary>
    public Session? Use(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 64)
        {
            return null;
        }

        lock (gate)
        {
            // Found by its hash: the duration reveals nothing about the tokens of others.
            var key = KeyOf(token);
            if (!sessions.TryGetValue(key, out var session))
            {
                return null;
            }

            if (!IsAlive(session))
            {
                Remove(key);
                return null;
            }

            session.LastUsed = time.GetTimestamp();
            return session;
        }
    }

    /// <summary>Ends the session with a token, if there is one.</summary>
    public void End(string token)
    {
        lock (gate)
        {
            Remove(KeyOf(token));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var key in sessions.Keys.ToArray())
            {
                Remove(key);
            }
        }
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static string KeyOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private bool IsAlive(Session session) =>
        !session.Ended.IsCancellationRequested && time.GetElapsedTime(session.LastUsed) < IdleLifetime;

    private void Remove(string key)
    {
        if (sessions.Remove(key, out var session))
        {
            session.Dispose();
        }
    }
}
