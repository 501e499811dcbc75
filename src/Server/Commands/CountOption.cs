using System.CommandLine;
using System.Globalization;

namespace ProcessProxy.Server.Commands;

/// <summary>An option with a whole number.</summary>
internal sealed class CountOption : Option<int>
{
    /// <summary>Creates the option.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="alias">Its short name.</param>
    /// <param name="usual">The default value.</param>
    /// <param name="most">The maximum; the minimum is 1.</param>
    public CountOption(string name, string alias, int usual, int most)
        : base(name, alias)
    {
        HelpName = "number";
        DefaultValueFactory = _ => usual;
        CustomParser = argument =>
        {
            var written = argument.Tokens[0].Value;
            if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            {
                return number;
            }

            argument.AddError($"{name} must be a whole number from 1 to {most}, not '{written}'.");
            return usual;
        };
    }
}
