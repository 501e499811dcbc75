using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>A section of an application's settings that has the keys of <c>proxy.yaml</c>.</summary>
internal abstract class SettingsSection
{
    /// <summary>Gets what problems call it.</summary>
    public abstract string Name { get; }

    /// <summary>Gets how often it has been seen to change, to tell whether it has changed since it was read.</summary>
    public abstract long Changes { get; }

    /// <summary>The section as it is now, in the form of a file that was read.</summary>
    public abstract ConfigNode Read();
}

/// <summary>A section as it was read: enough to see whether it has changed, without reading it again.</summary>
/// <param name="Section">The section.</param>
/// <param name="Changes">How often it had changed just before it was read.</param>
internal sealed record SettingsStamp(SettingsSection Section, long Changes)
{
    /// <summary>The section as it is now.</summary>
    public static SettingsStamp Of(SettingsSection section) => new(section, section.Changes);

    /// <inheritdoc cref="Of"/>
    public SettingsStamp Now() => Of(Section);
}
