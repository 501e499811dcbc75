using Microsoft.Playwright;
using ProcessProxy.Browser.Harness;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ProcessProxy.Browser;

public sealed class LogTests(Chromium chromium) : DashboardTest(chromium)
{
    [Fact(Timeout = Patience)]
    public async Task Lines_appear_as_they_are_written_in_colour_and_markup_stays_text()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/talker");
        var log = page.GetByRole(AriaRole.Log);
        await Expect(log.GetByText("plain line")).ToBeVisibleAsync();
        await Expect(log.Locator("span.fg1")).ToHaveTextAsync("red");
        await Expect(log.Locator("span.bold.fg2")).ToHaveTextAsync("bold green");
        await Expect(log.GetByText("<script>document.title = \"owned\"</script><img src=x onerror=alert(1)>")).ToBeVisibleAsync();
        await Expect(log.Locator("li").Nth(3)).ToContainTextAsync("after a title orange");
        Assert.Equal(0, await log.Locator("script, img").CountAsync());
        Assert.Equal("Talker – ProcessProxy", await page.TitleAsync());
        Say("and a new one");
        await Expect(log.GetByText("and a new one")).ToBeVisibleAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_filter_hides_what_has_not_the_text_also_of_lines_to_come()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/talker");
        var lines = page.GetByRole(AriaRole.Log).Locator("li");
        await Expect(lines).ToHaveCountAsync(4);
        await page.GetByLabel("Filter").FillAsync("BOLD GREEN");
        await Expect(lines.Locator("visible=true").First).ToContainTextAsync("red and bold green");
        await Expect(page.GetByText("1 of 4 lines")).ToBeVisibleAsync();
        Say("not this one");
        Say("another bold green one");
        await Expect(page.GetByText("2 of 6 lines")).ToBeVisibleAsync();
        await page.GetByLabel("Filter").FillAsync("");
        await Expect(lines.Nth(4)).ToBeVisibleAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_paused_log_stands_still_and_goes_on_without_gap_or_repeat()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/talker");
        var lines = page.GetByRole(AriaRole.Log).Locator("li");
        await Expect(lines).ToHaveCountAsync(4);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        for (var number = 1; number <= 20; number++)
        {
            Say($"while paused {number}");
        }

        await Wait.Until(
            async () => (await Server.Client.ReadLogAsync("talker", new LogQuery(1), Cancelled)).Logs[0].Line == "while paused 20", "all is written");
        await Expect(lines).ToHaveCountAsync(4);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(lines).ToHaveCountAsync(24);
        var texts = await lines.Locator("span:last-child").AllTextContentsAsync();
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"while paused {number}"), texts.TakeLast(20));
    }

    [Fact(Timeout = Patience)]
    public async Task The_effective_configuration_has_every_default()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/sleeper");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "sleeper" }).GetByRole(AriaRole.Link, new() { Name = "Configuration" }).ClickAsync();
        await Expect(page.GetByText("sleep 1000")).ToBeVisibleAsync();
        await Expect(page.Locator("dt:text-is('maxRestarts') + dd")).ToHaveTextAsync("10");
        await Expect(page.Locator("dt:text-is('restartDelay') + dd")).ToHaveTextAsync("300 ms");
    }

    [Fact(Timeout = Patience)]
    public async Task The_diagnosis_names_the_cause()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/broken/diagnosis");
        await Expect(page.Locator(".verdict")).ToContainTextAsync("no-such-program");
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_that_is_not_there_is_said_to_be_none()
    {
        Expected.Add("404 (Not Found)");
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/processes/nobody");
        await Expect(page.GetByText("There is no process 'nobody'.").First).ToBeVisibleAsync();
    }
}
