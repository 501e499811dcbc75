using System.Diagnostics;

namespace ProcessProxy.Platform.FailPoints;

/// <summary>
/// A named step at which a test build is made to die, fail or be slow by <c>PROCESSPROXY_FAILPOINT</c>; how to write that
/// is said at <see cref="FailPointPlan"/>. Calls are compiled only where FAILPOINTS is defined, so a release build has none.
/// </summary>
internal static class FailPoint
{
    private static readonly FailPointPlan Plan = FailPointPlan.Parse(
        Environment.GetEnvironmentVariable("PROCESSPROXY_FAILPOINT"), Environment.GetEnvironmentVariable("PROCESSPROXY_FAILPOINT_SEED"));

    /// <summary>Takes a step that the system may refuse.</summary>
    /// <exception cref="IOException">It is made to fail.</exception>
    [Conditional("FAILPOINTS")]
    public static void Hit(string step) => Strike(step, mayFail: true);

    /// <summary>Passes between two steps, where nothing can fail and everything can die.</summary>
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
                // Nothing can fail here, which * in a plan does not know.
                break;
            default:
                throw new UnreachableException($"Nothing is known of the action {rule.Action}.");
        }
    }
}
