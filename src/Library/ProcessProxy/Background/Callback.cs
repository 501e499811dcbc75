using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>Invokes callbacks of others on a thread or a timer that serves many: an error in one must neither affect the others nor end the host.</summary>
internal static class Callback
{
    /// <summary>Invokes a callback and logs its exceptions.</summary>
    /// <param name="name">The name of the callback, as the subject of a sentence.</param>
    /// <param name="action">The callback.</param>
    /// <param name="logger">The log that reports failures.</param>
    public static void Invoke(string name, Action action, ILogger logger)
    {
        try
        {
            action();
        }
        catch (Exception fault)
        {
            // Any exception: above this there is only the thread, whose end would end the program.
            BackgroundLog.Failed(logger, name, fault);
        }
    }
}
