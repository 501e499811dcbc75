using Microsoft.Playwright;
using ProcessProxy.Browser.Harness;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ProcessProxy.Browser;

public sealed class SignInTests(Chromium chromium) : DashboardTest(chromium)
{
    private protected override string? ApiKey => Key;

    [Fact(Timeout = Patience)]
    public async Task Who_has_the_key_signs_in_commands_and_signs_out()
    {
        Expected.Add("401 (Unauthorized)");
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await Expect(page.GetByLabel("API key")).ToBeFocusedAsync();
        await page.GetByLabel("API key").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The API key is wrong.");
        await page.GetByLabel("API key").FillAsync(Key);
        await page.Keyboard.PressAsync("Enter");
        await Expect(Row(page, "talker")).ToContainTextAsync("running");
        var cookie = Assert.Single(await page.Context.CookiesAsync());
        Assert.True(cookie is { HttpOnly: true, SameSite: SameSiteAttribute.Strict, Path: "/" });
        Assert.Equal("", await page.EvaluateAsync<string>("document.cookie"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Restart sleeper" }).ClickAsync();
        await ConfirmAsync(page);
        await Expect(page.Locator("#notice")).ToContainTextAsync("sleeper is running with pid");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
        Assert.Empty(await page.Context.CookiesAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task A_command_with_the_cookie_alone_is_refused()
    {
        Expected.Add("403 (Forbidden)");
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        await page.GetByLabel("API key").FillAsync(Key);
        await page.Keyboard.PressAsync("Enter");
        await Expect(Row(page, "sleeper")).ToContainTextAsync("running");
        var status = await page.EvaluateAsync<int>("fetch('/api/processes/sleeper/stop', { method: 'POST' }).then(answer => answer.status)");
        Assert.Equal(403, status);
        await Expect(Row(page, "sleeper")).ToContainTextAsync("running");
    }

    [Fact(Timeout = Patience)]
    public async Task Guessing_is_slowed_down()
    {
        Expected.AddRange(["401 (Unauthorized)", "429 (Too Many Requests)"]);
        var page = await OpenAsync(TestContext.Current.CancellationToken);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await page.GetByLabel("API key").FillAsync($"guess {attempt}");
            await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Enter"), "**/sign-in");
            await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The API key is wrong.");
        }

        // The next one may take longer to be typed than the first wait; guesses without a person do not.
        var statuses = await page.EvaluateAsync<int[]>(
            "Promise.all([1, 2, 3].map(() => fetch('/sign-in', { method: 'POST', body: new URLSearchParams({ key: 'guess' }) }).then(answer => answer.status)))");
        Assert.Contains(429, statuses);
    }
}
