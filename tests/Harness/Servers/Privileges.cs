using Xunit;

namespace ProcessProxy.Harness;

/// <summary>Runs a server with less than the tests have, where they have enough to give.</summary>
public static class Privileges
{
    /// <summary>Users that own nothing on any machine; the second one so that limits on its processes meet nobody else's.</summary>
    public const int Nobody = 65534;

    public const int SomebodyElse = 64987;

    /// <summary>Has the servers of a project run as another user, who owns its folder. Skips the test where that cannot be.</summary>
    public static async Task RunAsAsync(Project project, int user)
    {
        string[] wrapper = ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--"];
        Assert.SkipWhen(System.Environment.UserName != "root", "Only root can become another user.");
        Assert.SkipWhen(Machine.Which("setpriv") is null, "There is no setpriv here.");
        Assert.Equal(0, (await Tool.RunAsync("chown", "/", "-R", $"{user}:{user}", project.Root)).ExitCode);
        var canRun = await Tool.RunAsync("setpriv", "/", [.. wrapper[1..], "test", "-x", Builds.Server]);
        Assert.SkipWhen(canRun.ExitCode != 0, $"An ordinary user may not run {Builds.Server}.");
        project.Wrapper = wrapper;
    }
}
