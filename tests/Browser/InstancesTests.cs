using System.Globalization;
using Microsoft.Playwright;
using ProcessProxy.Browser.Harness;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ProcessProxy.Browser;

/// <summary>Processes with several programs, with new versions, and with programs that sleep.</summary>
public sealed class InstancesTests(Chromium chromium) : DashboardTest(chromium)
{
    private static readonly string Site = $$"""
        web:
          command: "sh"
          args: ["-c", "[ -e bad ] && echo a bad version && exit 3; [ -e hang ] && exec sleep 1000; exec {{Builds.TestProcess}} serve"]
          cwd: "."
          port: auto
          instances: 3
          restartDelay: 100
        wiki:
          command: "{{Builds.TestProcess}}"
          args: ["serve"]
          port: auto
          start: on-demand
        fixed:
          command: "sleep"
          args: ["1000"]
          port: {{Ports.Free()}}
        """;

    private const string Routes = "- { path: \"/web\", process: \"web\" }\n- { path: \"/wiki\", process: \"wiki\" }";

    private protected override void ConfigureFirst() => Configure(Site, routes: Routes);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RunningAsync(3);
    }

    [Fact(Timeout = Patience)]
    public async Task The_list_counts_the_instances_and_shows_each_with_its_own_commands()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await Expect(Row(page, "web")).ToContainTextAsync("3 of 3 running");
        await Expect(Row(page, "web:2")).ToHaveCountAsync(0);
        var toggle = page.GetByRole(AriaRole.Button, new() { Name = "3 instances of web" });
        await toggle.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(toggle).ToHaveAttributeAsync("aria-expanded", "true");
        var second = (await Server.Client.GetAsync("web:2", Cancelled));
        await Expect(Row(page, "web:2")).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"port {second.Port}, pid {second.Pid}"));
        await Expect(Row(page, "web:2").GetByRole(AriaRole.Cell).Nth(5)).ToContainTextAsync("B");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop web:2", Exact = true }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToHaveTextAsync("web:2 is stopped.");
        await Expect(Row(page, "web:2")).ToContainTextAsync("stopped");
        await Expect(Row(page, "web")).ToContainTextAsync("2 of 3 running");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start web:2", Exact = true }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(Row(page, "web")).ToContainTextAsync("3 of 3 running");
        await page.GetByLabel("Search").FillAsync("web:3");
        await Expect(Row(page, "web:3")).ToBeVisibleAsync();
        await Expect(Row(page, "talker")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
        await page.GetByLabel("Search").FillAsync("");
        await toggle.ClickAsync();
        await Expect(Row(page, "web:2")).ToHaveCountAsync(0);
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_is_scaled_up_and_down_and_what_is_refused_is_said()
    {
        Expected.AddRange(["400 (Bad Request)", "409 (Conflict)"]);
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/web");
        var number = page.GetByLabel("Number of instances");
        await Expect(number).ToHaveValueAsync("3");
        var scale = page.GetByRole(AriaRole.Button, new() { Name = "Scale", Exact = true });
        await Expect(scale).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "One instance more" }).ClickAsync();
        await Expect(page.GetByText("Now 3, not changed yet")).ToBeVisibleAsync();
        await scale.ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToHaveTextAsync("web is running: 4 of 4 instances.");
        await Expect(Row(page, "web:4")).ToContainTextAsync("running");
        Assert.Equal(4, (await Server.Client.GetAsync("web", Cancelled)).Instances!.Count);

        await number.FillAsync("1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Scale web to 1?" })).ToContainTextAsync("finish the ones they have");
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToContainTextAsync("web is running with pid");
        await Expect(Row(page, "web:2")).ToHaveCountAsync(0);
        var port = (await Server.Client.GetAsync("web", Cancelled)).Port!.Value;
        await Expect(page.Locator("dt:text-is('Port') + dd")).ToHaveTextAsync(port.ToString(CultureInfo.InvariantCulture));

        await number.FillAsync("0");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#notice[data-kind=error]")).ToContainTextAsync("from 1 to 100");
        Configure(Site.Replace("fixed:", "web.2:", StringComparison.Ordinal).Replace("instances: 3", "instances: 1", StringComparison.Ordinal), routes: Routes);
        await Server.Client.ReloadAsync(Cancelled);
        await number.FillAsync("2");
        await page.Keyboard.PressAsync("Enter");
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice[data-kind=error]")).ToContainTextAsync("an instance would have the files of the process 'web.2'");
        Assert.Null((await Server.Client.GetAsync("web", Cancelled)).Instances);
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_with_a_fixed_port_cannot_be_scaled()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/sleeper");
        await Expect(page.GetByLabel("Number of instances")).ToHaveValueAsync("1");
        await page.GotoAsync($"{Server.Management}/#/processes/fixed/configuration");
        await Expect(page.GetByText("sleep 1000")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Number of instances")).ToBeHiddenAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task An_instance_has_a_page_and_a_log_of_its_own_and_the_whole_names_the_instance_of_each_line()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/web");
        var log = page.GetByRole(AriaRole.Log);
        await Expect(log.Locator("li")).ToHaveCountAsync(3);
        Assert.Equal(["1|", "2|", "3|"], (await log.Locator(".instance").AllTextContentsAsync()).Order(StringComparer.Ordinal));
        await page.GetByRole(AriaRole.Link, new() { Name = "Log of web:2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "web:2" })).ToBeVisibleAsync();
        await Expect(log.Locator("li")).ToHaveCountAsync(1);
        var second = await Server.Client.GetAsync("web:2", Cancelled);
        await Expect(log).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"serving as {second.Pid}"));
        await Expect(page.Locator("dt:text-is('Pid') + dd")).ToHaveTextAsync(second.Pid!.Value.ToString(CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Restart web:2" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToContainTextAsync("web:2 is running with pid");
        await page.GetByRole(AriaRole.Link, new() { Name = "All instances of web" }).ClickAsync();
        await Expect(Row(page, "web:3")).ToBeVisibleAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_replacement_is_seen_while_it_is_under_way_and_when_it_has_failed()
    {
        Expected.Add("422 (Unprocessable Entity)");
        Project.Write("hang", "");
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/web");
        await Expect(Row(page, "web:1")).ToContainTextAsync("running");
        var restart = Server.Client.RestartAsync("web", Cancelled);
        await Expect(page.GetByText("3 of 3 running; instance 1 is being replaced")).ToBeVisibleAsync();
        await Expect(Row(page, "web:1")).ToContainTextAsync("a new program starts beside it");
        await Server.Client.StopAsync("web", Cancelled);
        await Assert.ThrowsAsync<ProcessProxyException>(() => restart);
        File.Delete(Project.File("hang"));
        await Server.Client.StartAsync("web", Cancelled);
        await RunningAsync(3);

        Project.Write("bad", "");
        await page.GetByRole(AriaRole.Button, new() { Name = "Restart web", Exact = true }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice[data-kind=error]")).ToContainTextAsync("exited with code 3. Its last lines: a bad version");
        var outdated = page.GetByRole(AriaRole.Region, new() { Name = "Outdated" });
        await Expect(outdated).ToContainTextAsync("The last replacement failed: the new program exited with code 3");
        await page.GotoAsync($"{Server.Management}/#/");
        await Expect(Row(page, "web")).ToContainTextAsync("running, outdated");
        await Expect(Row(page, "web")).ToContainTextAsync("The last replacement failed");

        File.Delete(Project.File("bad"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Restart web", Exact = true }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice[data-kind=done]")).ToContainTextAsync("web is running: 3 of 3 instances.");
        await Expect(Row(page, "web")).Not.ToContainTextAsync("outdated");
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_that_sleeps_is_no_fault_and_can_be_woken_or_stopped()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await Expect(Row(page, "wiki")).ToContainTextAsync("idle; the next request starts it");
        await Expect(Row(page, "wiki").Locator(".state").First).ToHaveTextAsync("asleep");
        await Expect(page.GetByText("1 asleep")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start wiki" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(Row(page, "wiki").Locator(".state").First).ToHaveTextAsync("running");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop wiki" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(Row(page, "wiki").Locator(".state").First).ToHaveTextAsync("stopped");
    }

    [Theory(Timeout = Patience)]
    [MemberData(nameof(AppearanceTests.Screens), MemberType = typeof(AppearanceTests))]
    public async Task Instances_and_a_failed_replacement_can_be_read_and_used_by_everybody(string screen, int width, int height, ColorScheme scheme)
    {
        Project.Write("bad", "");
        await Assert.ThrowsAsync<ProcessProxyException>(() => Server.Client.RestartAsync("web", Cancelled));
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/", width, height, scheme);
        await page.GetByRole(AriaRole.Button, new() { Name = "3 instances of web" }).ClickAsync();
        await Expect(Row(page, "web:3")).ToContainTextAsync("outdated");
        await Expect(Row(page, "web:3").GetByRole(AriaRole.Cell).Nth(5)).ToContainTextAsync("B");
        await page.KeepPictureAsync($"instances-list-{screen}", whole: true);
        await page.AssertAccessibleAsync();

        await page.GotoAsync($"{Server.Management}/#/processes/web");
        await page.GetByRole(AriaRole.Button, new() { Name = "One instance more" }).ClickAsync();
        await Expect(page.GetByText("Now 3, not changed yet")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Log).Locator("li")).ToHaveCountAsync(3);
        await page.KeepPictureAsync($"instances-{screen}", whole: true);
        await page.AssertAccessibleAsync();
        await page.GotoAsync($"{Server.Management}/#/processes/web:2");
        await Expect(page.GetByRole(AriaRole.Log).Locator("li")).ToHaveCountAsync(1);
        await page.KeepPictureAsync($"instance-{screen}", whole: true);
        await page.AssertAccessibleAsync();
        await page.GotoAsync($"{Server.Management}/#/processes/wiki");
        await Expect(page.GetByText("idle; the next request starts it")).ToBeVisibleAsync();
        await page.KeepPictureAsync($"asleep-{screen}", whole: true);
        await page.AssertAccessibleAsync();
    }

    private Task<ProcessInfo> RunningAsync(int instances) => Server.WaitForAsync(
        "web", info => info.Instances?.Count == instances && info.Instances.All(one => one.State == RunState.Running), "runs");
}
