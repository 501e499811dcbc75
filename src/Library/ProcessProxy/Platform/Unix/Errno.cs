using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Unix;

/// <summary>The errors of the C library that we distinguish. The numbers are the same on every Linux architecture that .NET supports.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NotFound = 2;
    public const int NoSuchProcess = 3;
    public const int Interrupted = 4;
    public const int NoDevice = 6;
    public const int ArgumentsTooLong = 7;
    public const int NotExecutableFormat = 8;
    public const int Again = 11;
    public const int OutOfMemory = 12;
    public const int AccessDenied = 13;
    public const int NotADirectory = 20;
    public const int IsADirectory = 21;
    public const int Invalid = 22;
    public const int TooManyFilesInSystem = 23;
    public const int TooManyFiles = 24;
    public const int TextBusy = 26;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;
    public const int NotImplemented = 38;
    public const int Loop = 40;
    public const int NotSupported = 95;

    /// <summary>Returns the reason of a failed launch for an error.</summary>
    public static LaunchFault FaultOf(int errno) =>
        errno is TooManyFiles or TooManyFilesInSystem or OutOfMemory or Again ? LaunchFault.NoRoom : LaunchFault.Other;

    /// <summary>Returns the error in words, as the end of a sentence.</summary>
    public static string Describe(int errno) => errno switch
    {
        NotPermitted => "the operation is not permitted",
        NotFound => "a file or folder on the way does not exist",
        ArgumentsTooLong => "arguments and environment together are too long",
        NotExecutableFormat => "it is neither a program for this machine nor a script with a #! line",
        Again => "there are too many processes or too few resources for another one",
        OutOfMemory => "there is not enough memory",
        AccessDenied => "access is denied",
        NotADirectory => "a part of the path is not a folder",
        IsADirectory => "it is a folder",
        TooManyFilesInSystem => "the system has too many open files",
        TooManyFiles => "the server has too many open files",
        TextBusy => "the program file is being written",
        NoSpace => "the disk is full",
        ReadOnly => "the file system is read-only",
        Loop => "it is a symbolic link, which is not followed here, or links form a loop",
        _ => $"the system says error {errno}",
    };
}
