namespace ProcessProxy.Configuration;

/// <summary>Configures by code when a job runs.</summary>
public sealed class ScheduleOptions
{
    private readonly SetKeys<ProcessSpec> keys;

    internal ScheduleOptions(SetKeys<ProcessSpec> keys) => this.keys = keys;

    /// <inheritdoc cref="ScheduleSpec.Cron"/>
    /// <value>The default is null; a job requires it.</value>
    public string? Cron { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ScheduleSpec.TimeZone"/>
    public string? TimeZone { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ScheduleSpec.Overlap"/>
    public OverlapAction Overlap { get => keys.Get<OverlapAction>(); set => keys.Set(value); }

    /// <inheritdoc cref="ScheduleSpec.MaxDuration"/>
    public TimeSpan? MaxDuration { get => keys.FindValue<TimeSpan>(); set => keys.SetValue(value); }
}
