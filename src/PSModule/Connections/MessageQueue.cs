using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>
/// Messages of a supervisor until a cmdlet can show them. Equal messages are combined and counted; the oldest is dropped if nobody reads.
/// </summary>
internal sealed class MessageQueue
{
    private const int Most = 1000;

    /// <summary>A shorter part of a sentence could occur in any error.</summary>
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

    /// <summary>Removes and returns all of them, equal ones once with their count.</summary>
    public IReadOnlyList<EngineMessage> TakeAll()
    {
        lock (gate)
        {
            List<EngineMessage> taken = messages.ConvertAll(one => one.Count == 1 ? one.Message : one.Message with { Text = $"{one.Message.Text} ({one.Count} times)" });
            messages.Clear();
            return taken;
        }
    }

    /// <summary>Removes what an error has reported: <c>web: backoff: SENTENCE</c> if the error names <c>web</c> and contains the sentence.</summary>
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

        // The text after a semicolon is a consequence: that it is not retried, for example.
        var parts = message.Split("; ")[0].TrimEnd('.').Split(separator);
        return error.Contains(parts[0], StringComparison.Ordinal)
            && Enumerable.Range(0, parts.Length).Select(first => string.Join(separator, parts[first..]))
                .Any(part => part.Length >= ShortestPart && error.Contains(part, StringComparison.Ordinal));
    }
}
