using System.Text;

namespace ProcessProxy.Tests.Configuration;

/// <summary>YAML's own signs, our own, and what readers of text trip over.</summary>
internal static class YamlTokens
{
    public static readonly byte[][] All =
    [
        .. new[]
        {
            ":", ": ", "- ", "[", "]", "{", "}", "\"", "'", "#", "&a ", "*a", "!", "!!str ", "!!int ", "|", ">", "|-\n", "%", "@", "`", "? ", "<<: *a\n", "---\n",
            "...\n", "\t", "\n", "\r\n", "\0", "${", "$${", "${HOME}", "${NONE}", "${NONE:-x}", "~", "null", "true", "-1", "0", "99999999999999999999",
            "0x1F", "1e3", ".inf", "\"\\u0000\"", "\"\\uD83D\"", "\\", "/", "..", "*.", "(", ")+", "(?=", "\\1", "é", "\u2028", "\uFEFF", "😀",
            "%YAML 1.2\n", "%TAG ! x\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ];
}
