using Xunit;

namespace ProcessProxy.Tests.Architecture;

/// <summary>A text that was made from the code and reviewed.</summary>
internal static class ReviewedText
{
    /// <summary>Fails, and says how to accept the change, when the text is not the reviewed one.</summary>
    /// <param name="what">What the text shows, as the subject of a sentence.</param>
    /// <param name="now">What it says now.</param>
    /// <param name="accept">The environment variable that, set to 1, has the reviewed text written anew.</param>
    /// <param name="file">The reviewed text, by its path in the repository.</param>
    public static void Check(string what, string now, string accept, params string[] file)
    {
        var path = Path.Combine([Repository.Root, .. file]);
        if (Environment.GetEnvironmentVariable(accept) == "1")
        {
            File.WriteAllText(path, now);
        }

        var reviewed = File.Exists(path) ? File.ReadAllText(path) : "";
        var (old, present) = (reviewed.Split('\n').ToHashSet(), now.Split('\n').ToHashSet());
        Assert.True(
            reviewed == now,
            $"{what} has changed. If that is meant, run the tests once with {accept}=1 and review {string.Join('/', file)}.\n"
            + string.Join('\n', old.Except(present).Select(line => "- " + line).Concat(present.Except(old).Select(line => "+ " + line))));
    }
}
