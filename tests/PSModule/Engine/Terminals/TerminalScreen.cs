using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProcessProxy.PSModule.Tests.Engine.Terminals;

/// <summary>
/// What is seen on a terminal: of the sequences of xterm it knows those that move the cursor and clear, which is what the prompt and the screen of
/// PowerShell use. Colors and everything else are left out. What has scrolled away is kept.
/// </summary>
internal sealed partial class TerminalScreen
{
    /// <summary>Wide enough that no line that a test types is broken.</summary>
    public const int Columns = 300;
    public const int Rows = 50;
    private readonly List<StringBuilder> lines = [new()];
    private string unfinished = "";
    private int top;

    /// <summary>The line of the cursor, counted from the first that was ever shown.</summary>
    public int Row { get; private set; }

    /// <summary>The column of the cursor, from 0.</summary>
    public int Column { get; private set; }

    /// <summary>Everything that was shown, without blanks at the ends of lines.</summary>
    public IReadOnlyList<string> Lines => [.. lines.Select(line => line.ToString().TrimEnd())];

    /// <summary>The line of the cursor as far as the cursor.</summary>
    public string BeforeCursor => lines[Row].ToString().PadRight(Column)[..Column];

    /// <summary>Shows what a program has written, and gives what the terminal answers.</summary>
    public string Write(string text)
    {
        var answer = "";
        text = unfinished + text;
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] != '\e')
            {
                Show(text[at++]);
            }
            else if (Sequence().Match(text, at) is { Success: true } sequence)
            {
                answer += Obey(sequence.Groups["command"].Value, sequence.Groups["numbers"].Value);
                at += sequence.Length;
            }
            else
            {
                break;
            }
        }

        unfinished = text[at..];
        return answer;
    }

    private void Show(char one)
    {
        switch (one)
        {
            case '\r':
                Column = 0;
                break;
            case '\n':
                MoveTo(Row + 1, Column);
                break;
            case '\b':
                Column = Math.Max(0, Column - 1);
                break;
            case >= ' ':
                if (Column == Columns)
                {
                    MoveTo(Row + 1, 0);
                }

                var line = lines[Row];
                line.Append(' ', Math.Max(0, Column + 1 - line.Length));
                line[Column++] = one;
                break;
        }
    }

    private string Obey(string command, string numbers)
    {
        var given = numbers.Split(';').Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0).ToArray();
        var first = Math.Max(1, given[0]);
        switch (command)
        {
            case "A":
                MoveTo(Math.Max(top, Row - first), Column);
                break;
            case "B":
                MoveTo(Math.Min(top + Rows - 1, Row + first), Column);
                break;
            case "C":
                Column = Math.Min(Columns - 1, Column + first);
                break;
            case "D":
                Column = Math.Max(0, Column - first);
                break;
            case "G":
                Column = first - 1;
                break;
            case "H":
                MoveTo(top + first - 1, given.Length > 1 ? Math.Max(1, given[1]) - 1 : 0);
                break;
            case "J" when given[0] == 0:
                lines.RemoveRange(Row + 1, lines.Count - Row - 1);
                Cut();
                break;
            case "J":
                top = lines.Count;
                MoveTo(top, 0);
                break;
            case "K" when given[0] == 0:
                Cut();
                break;
            case "n" when given[0] == 6:
                return $"\e[{Row - top + 1};{Math.Min(Column, Columns - 1) + 1}R";
        }

        return "";
    }

    private void MoveTo(int row, int column)
    {
        while (lines.Count <= row)
        {
            lines.Add(new());
        }

        (Row, Column) = (row, column);
        top = Math.Max(top, row - Rows + 1);
    }

    private void Cut() => lines[Row].Length = Math.Min(lines[Row].Length, Column);

    [GeneratedRegex(@"\G\e(?:\[[?>=]?(?<numbers>[0-9;]*)[ ]?(?<command>[@-~])|\][^\a\e]*(?:\a|\e\\)|[()][0-9A-Z]|[=>78MDEc])")]
    private static partial Regex Sequence();
}
