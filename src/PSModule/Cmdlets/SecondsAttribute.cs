using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Accepts a number of seconds as a duration: by default, PowerShell interprets a number as ticks of 100 nanoseconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is TimeSpan or null || !LanguagePrimitives.TryConvertTo<double>(value, out var seconds) || !double.IsFinite(seconds)
            ? inputData
            : TimeSpan.FromSeconds(seconds);
    }
}
