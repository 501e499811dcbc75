using System.Runtime.CompilerServices;

namespace ProcessProxy.Configuration;

/// <summary>Configures by code how a process is asked whether it works.</summary>
public sealed class HealthCheckOptions
{
    private readonly SetKeys<ProcessSpec> keys;

    internal HealthCheckOptions(SetKeys<ProcessSpec> keys) => this.keys = keys;

    /// <summary>Gets or sets whether the process is asked.</summary>
    /// <value>The default is false, or true once another property here is set.</value>
    public bool Enabled { get => keys.FindValue<bool>() ?? false; set => keys.Set(value); }

    /// <inheritdoc cref="HealthCheckSpec.Path"/>
    public string Path { get => keys.Get<string>(); set => Set(value); }

    /// <inheritdoc cref="HealthCheckSpec.Interval"/>
    public TimeSpan Interval { get => keys.Get<TimeSpan>(); set => Set(value); }

    /// <inheritdoc cref="HealthCheckSpec.Timeout"/>
    public TimeSpan Timeout { get => keys.Get<TimeSpan>(); set => Set(value); }

    /// <inheritdoc cref="HealthCheckSpec.Retries"/>
    public int Retries { get => keys.Get<int>(); set => Set(value); }

    /// <inheritdoc cref="HealthCheckSpec.StartPeriod"/>
    public TimeSpan StartPeriod { get => keys.Get<TimeSpan>(); set => Set(value); }

    /// <inheritdoc cref="HealthCheckSpec.OnUnhealthy"/>
    public UnhealthyAction OnUnhealthy { get => keys.Get<UnhealthyAction>(); set => Set(value); }

    private void Set<T>(T? value, [CallerMemberName] string name = "")
    {
        keys.Set(value, name);
        if (keys.FindValue<bool>(nameof(Enabled)) is null)
        {
            Enabled = true;
        }
    }
}
