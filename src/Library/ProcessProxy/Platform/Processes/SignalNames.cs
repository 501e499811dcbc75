namespace ProcessProxy.Platform.Processes;

/// <summary>The signals of a system by name and number.</summary>
/// <param name="names">The names in the order of their numbers; the first stands for none.</param>
internal sealed class SignalNames(params string[] names)
{
    /// <summary>Returns the number of a name; throws for an invalid name, which the configuration has excluded.</summary>
    public int Number(string name) =>
        Array.IndexOf(names, name) is > 0 and var number ? number : throw new ArgumentOutOfRangeException(nameof(name), name, "No such signal.");

    /// <summary>Returns the name of a number; <c>signal 34</c> for one without a name.</summary>
    public string Name(int number) => number > 0 && number < names.Length ? names[number] : $"signal {number}";
}
