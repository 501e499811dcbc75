using Microsoft.Playwright;
using ProcessProxy.Browser.Harness;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ProcessProxy.Browser;

/// <summary>Every page in light, in dark and on a phone: names, headings, contrast, width; and a picture of each to look at.</summary>
public sealed class AppearanceTests(Chromium chromium) : DashboardTest(chromium)
{
    public static TheoryData<string, int, int, ColorScheme> Screens => new()
    {
        { "light", 1280, 860, ColorScheme.Light },
        { "dark", 1280, 860, ColorScheme.Dark },
        { "phone", 360, 740, ColorScheme.Dark },
        { "narrow", 400, 800, ColorScheme.Light },
    };

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Screens))]
    public async Task Every_page_can_be_read_and_used_by_everybody(string screen, int width, int height, ColorScheme scheme)
    {
        Expected.Add("422 (Unprocessable Entity)");
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/", width, height, scheme, Measured.AnswerAsync);
        await Expect(Row(page, "talker")).ToContainTextAsync("running");
        await Expect(Row(page, "talker").Locator("path.curve").First).ToHaveAttributeAsync("d", new System.Text.RegularExpressions.Regex("^M"));
        await CheckAsync("processes");

        await page.GotoAsync($"{Server.Management}/#/processes/talker");
        await Expect(page.GetByRole(AriaRole.Log).GetByText("bold green")).ToBeVisibleAsync();
        await CheckAsync("log");

        await page.GotoAsync($"{Server.Management}/#/processes/broken/diagnosis");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "It ended with code 3" })).ToBeVisibleAsync();
        await Expect(page.GetByText("cannot open <b>/var/cache/thumbs</b>")).ToBeVisibleAsync();
        await Expect(page.GetByText("processes.broken.maxRestarts: 6")).ToBeVisibleAsync();
        await CheckAsync("diagnosis");

        await page.GotoAsync($"{Server.Management}/#/processes/talker/configuration");
        await Expect(page.GetByText("sh talker.sh")).ToBeVisibleAsync();
        await CheckAsync("settings");

        await page.GotoAsync($"{Server.Management}/#/routes");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "/talk" })).ToContainTextAsync("1.2 s");
        await CheckAsync("routes");

        Configure("added: { command: \"sleep\", args: [\"1000\"] }");
        await page.GotoAsync($"{Server.Management}/#/configuration");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "added" })).ToBeVisibleAsync();
        await CheckAsync("plan");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await CheckAsync("dialog", whole: false);
        await page.Keyboard.PressAsync("Escape");
        Configure("wrong: { comand: \"sleep\" }");
        await Expect(page.GetByText("Did you mean 'command'?")).ToBeVisibleAsync();
        await CheckAsync("problems");

        async Task CheckAsync(string name, bool? whole = null)
        {
            await page.KeepPictureAsync($"{name}-{screen}", whole ?? width < 860);
            await page.AssertAccessibleAsync();
        }
    }
}

/// <summary>And so is the page to sign in at.</summary>
public sealed class SignInAppearanceTests(Chromium chromium) : DashboardTest(chromium)
{
    private protected override string? ApiKey => Key;

    [Theory(Timeout = Patience)]
    [MemberData(nameof(AppearanceTests.Screens), MemberType = typeof(AppearanceTests))]
    public async Task The_page_to_sign_in_at_can_be_read_and_used_by_everybody(string screen, int width, int height, ColorScheme scheme)
    {
        Expected.Add("401 (Unauthorized)");
        var page = await OpenAsync(TestContext.Current.CancellationToken, "#/", width, height, scheme);
        await page.GetByLabel("API key").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.KeepPictureAsync($"sign-in-{screen}", whole: false);
        await page.AssertAccessibleAsync();
    }
}
