using Microsoft.Playwright;
using ProcessProxy.Browser.Harness;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ProcessProxy.Browser;

public sealed class ProcessListTests(Chromium chromium) : DashboardTest(chromium)
{
    [Fact(Timeout = Patience)]
    public async Task The_list_shows_every_process_and_follows_what_happens_without_a_reload()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await Expect(Row(page, "talker")).ToContainTextAsync("running");
        await Expect(Row(page, "broken")).ToContainTextAsync("failed");
        await Expect(page.Locator("#connection")).ToHaveTextAsync("Live");
        var before = (await Server.WaitForAsync("sleeper", RunState.Running)).Pid!.Value;
        Machine.Signal(before, Machine.Kill);
        await Expect(Row(page, "sleeper").GetByRole(AriaRole.Cell).Nth(3)).ToHaveTextAsync("1");
        await Expect(Row(page, "sleeper")).ToContainTextAsync("running");
        await Server.Client.StopAsync("sleeper", Cancelled);
        await Expect(Row(page, "sleeper")).ToContainTextAsync("stopped");
    }

    [Fact(Timeout = Patience)]
    public async Task What_runs_shows_the_memory_it_really_uses()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await Expect(Row(page, "talker").GetByRole(AriaRole.Cell).Nth(5)).ToContainTextAsync("B");
        await Expect(Row(page, "broken").GetByRole(AriaRole.Cell).Nth(5)).ToHaveTextAsync("–");
    }

    [Fact(Timeout = Patience)]
    public async Task Searching_keeps_what_has_the_words()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await Expect(Row(page, "sleeper")).ToBeVisibleAsync();
        await page.GetByLabel("Search").FillAsync("talk run");
        await Expect(Row(page, "talker")).ToBeVisibleAsync();
        await Expect(Row(page, "sleeper")).ToHaveCountAsync(0);
        await Expect(page.GetByText("1 of 3 processes match.")).ToBeVisibleAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_command_is_asked_back_and_only_a_yes_carries_it_out()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        var pid = (await Server.WaitForAsync("sleeper", RunState.Running)).Pid;
        var stop = page.GetByRole(AriaRole.Button, new() { Name = "Stop sleeper" });
        await stop.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Stop sleeper?" });
        await Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(stop).ToBeFocusedAsync();
        Assert.Equal(pid, (await Server.Client.GetAsync("sleeper", Cancelled)).Pid);

        await stop.ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToHaveTextAsync("sleeper is stopped.");
        Assert.Equal(RunState.Stopped, (await Server.Client.GetAsync("sleeper", Cancelled)).State);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start sleeper" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToContainTextAsync("sleeper is running with pid");
    }

    [Fact(Timeout = Patience)]
    public async Task A_command_that_fails_says_why()
    {
        Expected.Add("422 (Unprocessable Entity)");
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start broken" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice[data-kind=error]")).ToContainTextAsync("no-such-program");
    }

    [Fact(Timeout = Patience)]
    public async Task The_page_says_that_the_server_is_away_and_goes_on_when_another_is_there()
    {
        Expected.AddRange(["ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET"]);
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await Expect(Row(page, "talker")).ToContainTextAsync("running");
        var port = new Uri(Server.Management).Port;
        await Server.KillAsync();
        await Expect(page.Locator("#connection")).ToContainTextAsync("Reconnecting");
        var text = await File.ReadAllTextAsync(Project.ConfigFile, Cancelled);
        await File.WriteAllTextAsync(Project.ConfigFile, text.Replace("management:\n  port: 0", $"management:\n  port: {port}", StringComparison.Ordinal), Cancelled);
        var next = await Project.StartAsync();
        await Expect(page.Locator("#connection")).ToHaveTextAsync("Live");
        await next.Client.StopAsync("talker", Cancelled);
        await Expect(Row(page, "talker")).ToContainTextAsync("stopped");
    }

    [Fact(Timeout = Patience)]
    public async Task The_keyboard_alone_is_enough()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await Expect(Row(page, "sleeper")).ToContainTextAsync("running");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Restart sleeper" }));
        var pid = (await Server.Client.GetAsync("sleeper", Cancelled)).Pid;
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#confirm-no")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#notice")).ToContainTextAsync("sleeper is running with pid");
        Assert.NotEqual(pid, (await Server.Client.GetAsync("sleeper", Cancelled)).Pid);
        await TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Talker" }), "Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Talker" })).ToBeVisibleAsync();
        await Expect(page.Locator("main")).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, ILocator target, string key = "Tab")
    {
        for (var presses = 0; presses < 40; presses++)
        {
            await page.Keyboard.PressAsync(key);
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{target} cannot be reached with {key}.");
    }
}
