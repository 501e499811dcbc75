using System.Management.Automation;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Commands;

namespace ProcessProxy.PowerShell.Errors;

/// <summary>Creates error records: their IDs are the codes of the API in PowerShell's spelling, and equally stable.</summary>
internal static class ProxyErrors
{
    /// <summary>There is no connection.</summary>
    public const string NoConnection = "NoConnection";

    /// <summary>A connection is closed.</summary>
    public const string ConnectionClosed = "ConnectionClosed";

    /// <summary>No open connection has the name.</summary>
    public const string ConnectionNotFound = "ConnectionNotFound";

    /// <summary>A path is not in the file system.</summary>
    public const string NotAFileSystemPath = "NotAFileSystemPath";

    /// <summary>A wait timed out.</summary>
    public const string WaitTimeout = "WaitTimeout";

    /// <summary>A server is not in this session.</summary>
    public const string ServerNotInSession = "ServerNotInSession";

    /// <summary>The processes of a server cannot be kept when it is stopped from here.</summary>
    public const string CannotKeep = "KeepProcessesNotPossible";

    /// <summary>A server is in this session.</summary>
    public const string ServerInSession = "ServerInSession";

    /// <summary>A process is configured in a file.</summary>
    public const string DefinedInFile = "DefinedInFile";

    /// <summary>The value is not an address.</summary>
    public const string InvalidConnection = "InvalidConnection";

    /// <summary>Several names where only one is allowed.</summary>
    public const string OneNameOnly = "OneNameOnly";

    /// <summary>One instance was named where only a whole process is allowed.</summary>
    public const string WholeProcessOnly = "WholeProcessOnly";

    /// <summary>No process was defined in this session.</summary>
    public const string NothingToExport = "NothingToExport";

    /// <summary>The service manager refused.</summary>
    public const string ServiceFailed = "ServiceFailed";

    /// <summary>A file already exists.</summary>
    public const string FileExists = "FileExists";

    /// <summary>A file cannot be read or written.</summary>
    public const string FileFault = "FileFault";

    /// <summary>Returns the record of a failure, or null for an unknown one.</summary>
    public static ErrorRecord? Of(Exception failure, object? target) => failure switch
    {
        ProcessProxyException { Problems.Count: > 0 } invalid => new ErrorRecord(invalid, IdOf(invalid.Code), CategoryOf(invalid.Code), target ?? invalid.Problems),
        ProcessProxyException { Code: ErrorCodes.Unauthorized } refused => new ErrorRecord(
            new ProcessProxyException(refused.Code, WithParameter(refused.Sentence), refused), IdOf(refused.Code), CategoryOf(refused.Code), target),
        ProcessProxyException known => new ErrorRecord(known, IdOf(known.Code), CategoryOf(known.Code), target),
        EngineException known => new ErrorRecord(known, IdOf(known.Code), CategoryOf(known.Code), target),
        _ => null,
    };

    /// <summary>Returns whether a failure concerns one process, so that the others continue.</summary>
    public static bool ConcernsOneItem(Exception failure) => failure is ProcessProxyException
    {
        Code: ErrorCodes.ProcessNotFound or ErrorCodes.Conflict or ErrorCodes.DependencyNotReady or ErrorCodes.LaunchFailed
            or ErrorCodes.ReplacementFailed or ErrorCodes.BadArgument or ErrorCodes.InternalError or ProcessWait.InVain,
    };

    public static ErrorRecord NotFound(string name, string where, IEnumerable<ProcessInfo> all)
    {
        var address = InstanceId.Parse(name);
        var whole = address.Instance is null ? null : all.FirstOrDefault(process => string.Equals(process.Id, address.Process, StringComparison.OrdinalIgnoreCase));
        return new(
            new ProcessProxyException(ErrorCodes.ProcessNotFound, whole is null
                ? $"There is no process '{name}' in {where}."
                : $"The process '{whole.Id}' has no instance {address.Instance}; it has {whole.Instances?.Count ?? 1}."),
            IdOf(ErrorCodes.ProcessNotFound), ErrorCategory.ObjectNotFound, name);
    }

    /// <summary>Returns the error of a reload that could not replace a program.</summary>
    public static ErrorRecord NotReplaced(ReloadAction action) => Of(
        new ProcessProxyException(ErrorCodes.ReplacementFailed, $"{action.Id} was not replaced: {action.Failure}"), action.Id)!;

    /// <summary>Returns the error of a command that acts on all instances and was given one.</summary>
    public static ErrorRecord OnlyWhole(ProcessInfo instance) => Record(
        WholeProcessOnly, ErrorCategory.InvalidArgument, instance.Address,
        $"{instance.Address} is one instance of {instance.Id}, and this command acts on all of them. Name {instance.Id}.");

    public static ErrorRecord Record(string id, ErrorCategory category, object? target, string sentence, Exception? cause = null) =>
        new(new InvalidOperationException(sentence, cause), id, category, target);

    /// <summary><c>process-not-found</c> is <c>ProcessNotFound</c>.</summary>
    public static string IdOf(string code) => string.Concat(code.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The message of the server is for HTTP clients.</summary>
    private static string WithParameter(string refusal) => refusal.Contains("Authorization", StringComparison.Ordinal)
        ? "This server requires an API key. Pass the key to Connect-ProxyServer with -ApiKey."
        : $"{refusal} Pass the correct key to Connect-ProxyServer with -ApiKey.";

    private static ErrorCategory CategoryOf(string code) => code switch
    {
        ErrorCodes.BadArgument => ErrorCategory.InvalidArgument,
        ErrorCodes.Unauthorized => ErrorCategory.AuthenticationError,
        ErrorCodes.Forbidden or EngineErrors.AccessDenied => ErrorCategory.PermissionDenied,
        ErrorCodes.ProcessNotFound or ErrorCodes.NotFound => ErrorCategory.ObjectNotFound,
        ErrorCodes.MethodNotAllowed => ErrorCategory.NotImplemented,
        ErrorCodes.Conflict or EngineErrors.AlreadyRunning => ErrorCategory.ResourceBusy,
        ProcessWait.InVain => ErrorCategory.InvalidResult,
        ErrorCodes.DependencyNotReady or ErrorCodes.ShuttingDown => ErrorCategory.ResourceUnavailable,
        ErrorCodes.LaunchFailed or ErrorCodes.ReplacementFailed or EngineErrors.StartFailed => ErrorCategory.OpenError,
        ErrorCodes.ConfigurationInvalid or EngineErrors.CertificateUnusable => ErrorCategory.InvalidData,
        ErrorCodes.ServerUnreachable => ErrorCategory.ConnectionError,
        EngineErrors.CannotListen => ErrorCategory.ResourceUnavailable,
        EngineErrors.NoServer => ErrorCategory.ObjectNotFound,
        EngineErrors.NoAspNetCore or EngineErrors.NoDotNet => ErrorCategory.NotInstalled,
        EngineErrors.CannotStop => ErrorCategory.PermissionDenied,
        _ => ErrorCategory.NotSpecified,
    };
}
