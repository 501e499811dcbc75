using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>A section of an application's configuration. Its change token is read as often as files are checked, so nothing stays registered with an application that outlives the server.</summary>
/// <param name="section">The section.</param>
internal sealed class ApplicationSection(IConfiguration section) : SettingsSection
{
    private readonly Lock looking = new();
    private IChangeToken token = section.GetReloadToken();
    private long changes;

    /// <inheritdoc/>
    public override string Name => (section as IConfigurationSection)?.Path ?? "";

    /// <inheritdoc/>
    public override long Changes
    {
        get
        {
            lock (looking)
            {
                if (token.HasChanged)
                {
                    token = section.GetReloadToken();
                    changes++;
                }

                return changes;
            }
        }
    }

    /// <inheritdoc/>
    public override ConfigNode? Read() =>
        section.GetChildren().Any() || section is IConfigurationSection { Value.Length: > 0 } ? ConfigurationTree.Of(section) : null;
}
