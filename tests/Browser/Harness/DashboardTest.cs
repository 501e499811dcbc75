using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace ProcessProxy.Browser.Harness;

/// <summary>
/// A real server, and a browser that looks at it. Each test ends by seeing that the browser had nothing to complain of: no
/// violation of the content security policy, no failed request, no error of a script.
/// </summary>
public abstract class DashboardTest(Chromium chromium) : IAsyncLifetime
{
    protected const int Patience = 120_000;
    protected const string Key = "the-secret-key/+=";

    /// <summary>Prints coloured and dangerous lines, and then a number whenever it is told to by a file.</summary>
    private const string Talker = """
        printf 'plain line\n'
        printf '\033[31mred\033[0m and \033[1;32mbold green\033[0m\n'
        printf '<script>document.title = "owned"</script><img src=x onerror=alert(1)>\n'
        printf '\033]0;title\007after a title \033[2K\033[38;5;208morange\033[0m\n'
        i=0
        while [ ! -e stop ]; do
          if [ -e "say.$((i + 1))" ]; then i=$((i + 1)); cat "say.$i"; else sleep 0.05; fi
        done
        """;

    private readonly ConcurrentQueue<string> complaints = new();
    private readonly List<IBrowserContext> contexts = [];
    private readonly List<CancellationTokenRegistration> endings = [];
    private int said;

    private protected Project Project { get; } = new();

    private protected ServerUnderTest Server { get; private set; } = null!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>What the tests expect the browser to complain of.</summary>
    protected List<string> Expected { get; } = [];

    private protected virtual string? ApiKey => null;

    public virtual async ValueTask InitializeAsync()
    {
        _ = chromium.Browser;
        Project.Write("talker.sh", Talker.Replace("\r", "", StringComparison.Ordinal));
        ConfigureFirst();
        Server = await Project.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var ending in endings)
        {
            await ending.DisposeAsync();
        }

        foreach (var context in contexts)
        {
            await context.DisposeAsync();
        }

        await Project.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.DoesNotContain(complaints, complaint => !Expected.Any(expected => complaint.Contains(expected, StringComparison.Ordinal)));
    }

    /// <summary>Writes the configuration that the server starts with.</summary>
    private protected virtual void ConfigureFirst() => Configure();

    /// <summary>Writes the configuration: a program that talks, one that sleeps, one that fails.</summary>
    private protected void Configure(string more = "", string reload = "manual", string routes = "")
    {
        Project.Configure($"""
            talker:
              name: "Talker"
              description: "Prints what it is told"
              command: "sh"
              args: ["talker.sh"]
              cwd: "."
            sleeper:
              command: "sleep"
              args: ["1000"]
              restartDelay: 300
            broken:
              command: "no-such-program"
              maxRestarts: 0
            {more}
            """, "- { path: \"/talk\", target: \"http://localhost:9\", process: \"talker\" }\n- { domain: \"files.example.org\", path: \"/\", type: \"static\", staticPath: \".\" }\n" + routes);
        var text = File.ReadAllText(Project.ConfigFile).Replace(
            "management:\n  port: 0\n", ApiKey is null ? "management:\n  port: 0\n" : $"management:\n  port: 0\n  apiKey: \"{ApiKey}\"\n", StringComparison.Ordinal);
        text = System.Text.RegularExpressions.Regex.Replace(text, "(?m)^reload:.*\n", "");
        File.WriteAllText(Project.ConfigFile, $"{text}reload: {reload}\n");
    }

    /// <summary>Has the talker print a line.</summary>
    private protected void Say(string line)
    {
        Project.Write("say.tmp", line + "\n");
        File.Move(Project.File("say.tmp"), Project.File($"say.{++said}"));
    }

    /// <summary>Opens a page in a browser of its own, as somebody with this screen and these wishes.</summary>
    private protected async Task<IPage> OpenAsync(
        CancellationToken cancellationToken, string hash = "#/", int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light, Func<IPage, Task>? before = null)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = "en-GB",
            TimezoneId = "UTC",
            ReducedMotion = ReducedMotion.Reduce,
        });
        contexts.Add(context);
        endings.Add(cancellationToken.Register(() => _ = context.CloseAsync())); // Whatever waits for something on the page fails then.
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue($"{message.Type}: {message.Text} {message.Location}");
            }
        };
        page.PageError += (_, error) => complaints.Enqueue($"page error: {error}");
        page.SetDefaultTimeout(30_000);
        if (before is not null)
        {
            await before(page);
        }

        await page.GotoAsync($"{Server.Management}/{hash}");
        return page;
    }

    /// <summary>The row of a process in the list.</summary>
    private protected static ILocator Row(IPage page, string id) =>
        page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { Has = page.Locator($"a[href='#/processes/{id}']") });

    /// <summary>Says yes in the dialog that asks.</summary>
    private protected static Task ConfirmAsync(IPage page) => page.Locator("#confirm-yes").ClickAsync();
}
