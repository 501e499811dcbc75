using System.Diagnostics;

namespace ProcessProxy.Platform.FailPoints;

/// <summary>
/// A named step at which <c>PROCESSPROXY_FAILPOINT</c> can make a test build die, fail or slow down; for the syntax,
/// see <see cref="FailPointPlan"/>. Calls are compiled only if FAILPOINTS is defined, so a release build contains none.
/// </summary>
internal static class FailPoint
{
    private static readonly FailPointPlan Plan = FailPointPlan.Parse(
        Environment.GetEnvironmentVariable("PROCESSPROXY_FAILPOINT"), Environment.GetEnvironmentVariable("PROCESSPROXY_FAILPOINT_SEED"));

    /// <summary>Marks a step that the system may refuse.</summary>
    /// <exception cref="IOException">The plan makes it fail.</exception>
    [Conditional("FAILPOINTS")]
    public static void Hit(string step) => Strike(step, mayFail: true);

    /// <summary>Marks a point between two steps, where nothing can fail but the server can die.</summary>
    [Conditional("FAILPOINTS")]
    public static void Pass(string place) => Strike(place, mayFail: false);

    private static void Strike(string step, bool mayFail)
    {
        if (Plan.Next(step) is not { } rule)
        {
            return;
        }

        switch (rule.Action)
        {
            case FailPointAction.Kill:
                CurrentPlatform.KillSelf();
                break;
            case FailPointAction.Fail when mayFail:
                throw new IOException($"The step {step} was made to fail.");
            case FailPointAction.Delay:
                // Steps are system calls, and a slow system call blocks its thread too.
                using (var never = new ManualResetEventSlim())
                {
                    never.Wait(rule.Delay);
                }

                break;
            case FailPointAction.Fail:
                // Nothing can fail here, but * in a plan does not know that.
                break;
            default:
                throw new UnreachableException($"Nothing is known of the action {rule.Action}.");
        }
    }
}
