using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>A section of an application's settings with the keys of <c>proxy.yaml</c>.</summary>
internal abstract class SettingsSection
{
    /// <summary>Gets its name in problems.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the number of changes seen, to detect a change since it was read.</summary>
    public abstract long Changes { get; }

    /// <summary>Returns the current section in the form of a file that was read, or null if there is no such section.</summary>
    public abstract ConfigNode? Read();
}

/// <summary>A section as it was read: enough to detect a change without reading it again.</summary>
/// <param name="Section">The section.</param>
/// <param name="Changes">The number of changes just before it was read.</param>
internal sealed record SettingsStamp(SettingsSection Section, long Changes)
{
    /// <summary>Returns the current section.</summary>
    public static SettingsStamp Of(SettingsSection section) => new(section, section.Changes);

    /// <inheritdoc cref="Of"/>
    public SettingsStamp Now() => Of(Section);
}
