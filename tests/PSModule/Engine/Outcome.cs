using System.Management.Automation;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>What came of a script.</summary>
internal sealed class Outcome
{
    public Outcome(IReadOnlyList<PSObject> output, PSDataStreams streams, ErrorRecord? failure)
    {
        Output = output;
        Failure = failure;
        Errors = [.. streams.Error];
        Warnings = [.. streams.Warning.Select(warning => warning.Message)];
        Verbose = [.. streams.Verbose.Select(verbose => verbose.Message)];
        Progress = [.. streams.Progress];
    }

    public IReadOnlyList<PSObject> Output { get; }

    /// <summary>What ended the script; null when it came to its end.</summary>
    public ErrorRecord? Failure { get; }

    public IReadOnlyList<ErrorRecord> Errors { get; }

    public IReadOnlyList<string> Warnings { get; }

    public IReadOnlyList<string> Verbose { get; }

    public IReadOnlyList<ProgressRecord> Progress { get; }

    public IReadOnlyList<ErrorRecord> AllErrors => Failure is null ? Errors : [.. Errors, Failure];

    /// <summary>The ids of all errors, without the names of the cmdlets.</summary>
    public IEnumerable<string> ErrorIds => AllErrors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]);
}
