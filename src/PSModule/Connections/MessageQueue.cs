using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>
/// What a supervisor tells until a cmdlet can show it. Equal messages are one with a count; the oldest goes when nobody asks.
/// </summary>
internal sealed class MessageQueue
{
    private const int Most = 1000;

    /// <summary>A part of a sentence that is shorter could stand in any error.</summary>
    private const int ShortestPart = 12;
    private readonly Lock gate = new();
    private readonly List<(EngineMessage Message, int Count)> messages = [];

    /// <summary>Adds a message.</summary>
    public void Add(EngineMessage message)
    {
        lock (gate)
        {
            var same = messages.FindIndex(one => one.Message == message);
            if (same >= 0)
            {
                messages[same] = (message, messages[same].Count + 1);
                return;
            }

            messages.Add((message, 1));
            if (messages.Count > Most)
            {
                messages.RemoveAt(0);
            }
        }
    }

    /// <summary>Takes all of them, each equal one once and with how often it came.</summary>
    public IReadOnlyList<EngineMessage> TakeAll()
    {
        lock (gate)
        {
            List<EngineMessage> taken = messages.ConvertAll(one => one.Count == 1 ? one.Message : one.Message with { Text = $"{one.Message.Text} ({one.Count} times)" });
            messages.Clear();
            return taken;
        }
    }

    /// <summary>Takes out what an error has said: <c>web: backoff: SENTENCE</c> when the error names <c>web</c> and has the sentence.</summary>
    public void Forget(string error)
    {
        lock (gate)
        {
            messages.RemoveAll(one => IsSaid(one.Message.Text, error));
        }
    }

    private static bool IsSaid(string message, string error)
    {
        const string separator = ": ";

        // What comes after a semicolon says what follows from it: that it is not tried again, for example.
        var parts = message.Split("; ")[0].TrimEnd('.').Split(separator);
        return error.Contains(parts[0], StringComparison.Ordinal)
            && Enumerable.Range(0, parts.Length).Select(first => string.Join(separator, parts[first..]))
                .Any(part => part.Length >= ShortestPart && error.Contains(part, StringComparison.Ordinal));
    }
}
