namespace ProcessProxy.Configuration.Problems;

/// <summary>The stable codes of configuration problems. This is the only table; <c>docs/configuration.md</c> explains each.</summary>
internal static class ProblemCodes
{
    // The file.
    public const string FileUnreadable = "PP0001";
    public const string FileTooLarge = "PP0002";
    public const string NotText = "PP0003";
    public const string Syntax = "PP0004";
    public const string EmptyFile = "PP0005";
    public const string SeveralDocuments = "PP0006";
    public const string TooDeep = "PP0007";
    public const string TooManyNodes = "PP0008";
    public const string DuplicateKey = "PP0009";
    public const string UnsupportedTag = "PP0010";
    public const string TooManyProblems = "PP0011";

    // The shape.
    public const string UnknownKey = "PP0101";
    public const string WrongType = "PP0102";
    public const string OutOfRange = "PP0103";
    public const string MissingKey = "PP0104";
    public const string NotAChoice = "PP0105";
    public const string EmptyValue = "PP0106";
    public const string InvalidText = "PP0107";

    // Processes.
    public const string UndefinedVariable = "PP0201";
    public const string MalformedExpansion = "PP0202";
    public const string InvalidId = "PP0203";
    public const string ReservedId = "PP0204";
    public const string IdsDifferByCase = "PP0205";
    public const string FileConflict = "PP0206";
    public const string UnknownDependency = "PP0207";
    public const string DependencyCycle = "PP0208";
    public const string Contradiction = "PP0209";
    public const string InvalidEnvName = "PP0210";
    public const string HealthTargetUnknown = "PP0211";
    public const string InvalidHealthUrl = "PP0212";
    public const string InvalidCron = "PP0213";
    public const string UnknownTimeZone = "PP0214";
    public const string NotForJobs = "PP0215";

    public const string CommandLine = "PP0216";

    // Valid, but probably wrong.
    public const string ProgramMissing = "PP0501";
    public const string FolderMissing = "PP0502";
    public const string PortShared = "PP0503";
    public const string GroupMissing = "PP0504";
    public const string HealthCheckOff = "PP0505";
    public const string PortDiffers = "PP0506";

    // While the server runs.
    public const string NotWhileRunning = "PP0401";
    public const string NotApplied = "PP0402";

    // The proxy.
    public const string InvalidDomain = "PP0301";
    public const string InvalidPath = "PP0302";
    public const string InvalidTarget = "PP0303";
    public const string InvalidRewrite = "PP0304";
    public const string RouteConflict = "PP0305";
    public const string UnknownProcess = "PP0306";
    public const string InvalidHost = "PP0308";
    public const string PortConflict = "PP0309";
    public const string ApiKeyRequired = "PP0310";
    public const string InvalidApiKey = "PP0311";
    public const string InvalidHeader = "PP0312";
    public const string InvalidRedirect = "PP0313";
    public const string InvalidNetwork = "PP0314";
    public const string NoCertificate = "PP0315";
    public const string TermsNotAccepted = "PP0316";
    public const string InvalidEmail = "PP0317";
}
