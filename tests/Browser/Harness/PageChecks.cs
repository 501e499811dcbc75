using Microsoft.Playwright;
using Xunit;

namespace ProcessProxy.Browser.Harness;

/// <summary>What every page has to be, whoever looks at it: checked in the page itself, from what the browser computes.</summary>
internal static class PageChecks
{
    /// <summary>Each finding is a sentence with the element it is about.</summary>
    private const string Names = """
        () => {
          const findings = [];
          const tell = (element, what) => findings.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
          const shown = element => element.checkVisibility() && element.getClientRects().length > 0;
          const all = selector => [...document.querySelectorAll(selector)].filter(shown);
          const nameOf = element => element.getAttribute('aria-label')
            || (element.getAttribute('aria-labelledby') && document.getElementById(element.getAttribute('aria-labelledby'))?.textContent)
            || [...(element.labels ?? [])].map(label => label.textContent).join('') || element.textContent;
          for (const element of all('button, a[href], input, select, [role=img], [role=log], [role=region], table, nav ~ nav'))
            if (!nameOf(element)?.trim()) tell(element, 'has no name');
          for (const element of all('img')) if (!element.hasAttribute('alt')) tell(element, 'has no alt');
          const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
          for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) findings.push(`two elements have the id ${id}`);
          for (const element of document.querySelectorAll('[aria-describedby], [aria-labelledby]'))
            for (const id of [element.getAttribute('aria-describedby'), element.getAttribute('aria-labelledby')].filter(Boolean).join(' ').split(' '))
              if (!document.getElementById(id)) tell(element, `names ${id}, which is not there`);
          if (all('main').length !== 1) findings.push('there is not one main');
          if (all('h1').length !== 1) findings.push('there is not one h1');
          if (!document.documentElement.lang) findings.push('there is no language');
          if (!document.title.trim()) findings.push('there is no title');
          let level = 0;
          for (const heading of all('h1, h2, h3')) {
            const next = Number(heading.tagName[1]);
            if (next > level + 1) tell(heading, 'skips a level');
            level = next;
          }
          for (const element of all('th')) if (!element.getAttribute('scope')) tell(element, 'has no scope');
          for (const element of all('[tabindex]')) if (Number(element.getAttribute('tabindex')) > 0) tell(element, 'changes the order of the focus');
          for (const element of all('body *'))
            if (element.hasAttribute('style') || [...element.attributes].some(one => one.name.startsWith('on'))) tell(element, 'has an inline style or script');
          return findings;
        }
        """;

    /// <summary>Contrast of every text with what is behind it, by WCAG's formula.</summary>
    private const string Contrast = """
        () => {
          const findings = [];
          const numbers = colour => (colour.match(/[\d.]+/g) ?? []).map(Number);
          const over = (front, back) => front.slice(0, 3).map((value, i) => value * (front[3] ?? 1) + back[i] * (1 - (front[3] ?? 1)));
          const luminance = ([r, g, b]) => {
            const [x, y, z] = [r, g, b].map(value => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * x + 0.7152 * y + 0.0722 * z;
          };
          const backOf = element => {
            const layers = [];
            for (let one = element; one; one = one.parentElement) layers.push(numbers(getComputedStyle(one).backgroundColor));
            return layers.reverse().reduce((back, layer) => over(layer.length === 3 ? layer : [...layer.slice(0, 3), layer[3] ?? 1], back), [255, 255, 255]);
          };
          const opacityOf = element => {
            let opacity = 1;
            for (let one = element; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
            return opacity;
          };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          let checked = 0;
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest('noscript, dialog:not([open]), :disabled, [hidden]')) continue;
            const style = getComputedStyle(element);
            const back = backOf(element);
            const front = numbers(style.color);
            const drawn = over([front[0], front[1], front[2], (front[3] ?? 1) * opacityOf(element)], back);
            const [light, dark] = [luminance(drawn), luminance(back)].sort((a, b) => b - a);
            const ratio = (light + 0.05) / (dark + 0.05);
            checked++;
            if (ratio < 4.5) findings.push(`${ratio.toFixed(2)} for "${walker.currentNode.data.trim().slice(0, 60)}" in ${element.outerHTML.slice(0, 80)}`);
          }
          if (checked < 3) findings.push(`only ${checked} texts were looked at`);
          return findings;
        }
        """;

    /// <summary>Names, labels, landmarks, headings, contrast, and that nothing is wider than the screen.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        Assert.Empty(await page.EvaluateAsync<string[]>(Names));
        Assert.Empty(await page.EvaluateAsync<string[]>(Contrast));
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{page.Url} is {overflow} pixels wider than the screen.");
    }

    /// <summary>Keeps a picture of the page among the artefacts of the build, for people to look at.</summary>
    public static Task KeepPictureAsync(this IPage page, string name, bool whole) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repository.Root, "artifacts", "screenshots", name + ".png"),
        FullPage = whole,
        Animations = ScreenshotAnimations.Disabled,
        Caret = ScreenshotCaret.Initial, // Hiding it would put a style into the page.
    });
}
