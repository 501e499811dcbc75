namespace ProcessProxy.ModuleBuild;

/// <summary>Converts the pages of <c>docs/cmdlets</c> to the files of Get-Help. A page that does not match its cmdlet fails the build.</summary>
internal static class HelpSet
{
    private const string About = "about_";

    public static int Write(string pages, string assembly, string automation, string target)
    {
        Directory.CreateDirectory(target);
        var problems = new List<string>();
        var cmdlets = CmdletShape.ReadAll(assembly, automation);
        var texts = new List<HelpPage>();
        foreach (var cmdlet in cmdlets)
        {
            var file = Path.Combine(pages, cmdlet.Name + ".md");
            if (!File.Exists(file))
            {
                problems.Add($"{file}(1,1): error HELP01: The cmdlet {cmdlet.Name} has no page.");
                continue;
            }

            var page = HelpPage.Read(file);
            problems.AddRange(page.Problems(cmdlet));
            texts.Add(page);
        }

        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (problems.Count > 0)
        {
            return 1;
        }

        MamlFile.Write(Path.Combine(target, Path.GetFileName(assembly) + "-Help.xml"), cmdlets.Zip(texts));
        foreach (var topic in Directory.EnumerateFiles(pages, About + "*.md"))
        {
            File.WriteAllText(Path.Combine(target, Path.GetFileNameWithoutExtension(topic) + ".help.txt"), AboutTopic.Render(topic));
        }

        return 0;
    }
}
