using System.Diagnostics;
using System.Text;

namespace TestProcess;

/// <summary>Writes numbered lines, one write each, at a given pace, and then stays.</summary>
internal static class Burst
{
    public static int Run(int count, int microseconds)
    {
        using var output = Console.OpenStandardOutput();
        var pause = Stopwatch.Frequency * microseconds / 1_000_000;
        var next = Stopwatch.GetTimestamp();
        for (var i = 1; i <= count; i++)
        {
            output.Write(Encoding.ASCII.GetBytes($"line {i}\n"));
            next += pause;
            while (Stopwatch.GetTimestamp() < next)
            {
                Thread.SpinWait(20);
            }
        }

        output.Write("done\n"u8);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
