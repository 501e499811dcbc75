using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Lets a duration be written as a number of seconds: as it comes, PowerShell takes a number for ticks of 100 nanoseconds.</summary>
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
