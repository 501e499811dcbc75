using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>Calls what others have given to a thread or a timer that serves many: the fault of one must neither keep the news from the others nor end the host.</summary>
internal static class Callback
{
    /// <summary>Calls it and logs what it throws.</summary>
    /// <param name="name">What it does, as the subject of a sentence.</param>
    /// <param name="action">What is called.</param>
    /// <param name="logger">Where is said that it failed.</param>
    public static void Invoke(string name, Action action, ILogger logger)
    {
        try
        {
            action();
        }
        catch (Exception fault)
        {
            // Of any kind: above this there is only the thread, whose end would be that of the program.
            BackgroundLog.Failed(logger, name, fault);
        }
    }
}
