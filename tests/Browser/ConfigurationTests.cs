using Microsoft.Playwright;
using ProcessProxy.Browser.Harness;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ProcessProxy.Browser;

public sealed class ConfigurationTests(Chromium chromium) : DashboardTest(chromium)
{
    [Fact(Timeout = Patience)]
    public async Task What_a_reload_would_do_is_shown_and_done_after_a_yes()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/configuration");
        await Expect(page.GetByText("Nothing. The files match the current configuration.")).ToBeVisibleAsync();
        Configure("added: { command: \"sleep\", args: [\"1000\"] }");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "added" });
        await Expect(row).ToContainTextAsync("start");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("No process is interrupted.");
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToContainTextAsync("1 started");
        await Server.WaitForAsync("added", RunState.Running);
        await Expect(page.GetByText("Nothing. The files match the current configuration.")).ToBeVisibleAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_reload_that_interrupts_somebody_says_whom()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/configuration");
        await Expect(page.GetByText("Nothing. The files match the current configuration.")).ToBeVisibleAsync();
        var file = Project.File("config/processes.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancelled)).Replace("\"1000\"", "\"2000\"", StringComparison.Ordinal), Cancelled);
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sleeper" })).ToContainTextAsync("restart");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("This interrupts sleeper.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task The_problems_of_a_broken_file_are_shown_with_their_places()
    {
        Expected.Add("422 (Unprocessable Entity)");
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/configuration");
        await Expect(page.GetByText("Nothing. The files match the current configuration.")).ToBeVisibleAsync();
        Configure("wrong: { comand: \"sleep\" }");
        await Expect(page.GetByText("Did you mean 'command'?")).ToBeVisibleAsync();
        await Expect(page.GetByText("processes.yaml(").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Reload" })).ToBeDisabledAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Routes_are_listed_with_their_process()
    {
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/routes");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "/talk" });
        await Expect(row.GetByRole(AriaRole.Link, new() { Name = "talker" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "files.example.org" })).ToContainTextAsync("static");
        await Expect(row.GetByRole(AriaRole.Cell).Nth(1)).ToHaveTextAsync("0");
        await Expect(page.GetByText("This server does not count requests.")).ToHaveCountAsync(0);
    }
}
