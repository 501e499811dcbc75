using System.Runtime.InteropServices;

namespace TestProcess;

/// <summary>Waits until it is asked to end, by SIGTERM or on Windows by Ctrl+Break, says so and ends with code 3.</summary>
internal static class Polite
{
    public static async Task<int> RunAsync()
    {
        var asked = new TaskCompletionSource<PosixSignal>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var ctrlBreak = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal);
        Console.WriteLine("ready");
        Console.WriteLine($"asked to end by {await asked.Task}");
        return 3;

        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            asked.TrySetResult(context.Signal);
        }
    }
}
