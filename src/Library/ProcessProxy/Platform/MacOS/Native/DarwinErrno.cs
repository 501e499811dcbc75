using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>The errors whose numbers differ from those of Linux. The first thirty-four are the same, except 11.</summary>
internal static class DarwinErrno
{
    public const int WouldBlock = 35;
    private const int Deadlock = 11;
    private const int MessageTooLong = 40;
    private const int Loop = 62;
    private const int WrongProcessor = 86;
    private const int MalformedProgram = 88;

    /// <summary>Returns the error in words, as the end of a sentence.</summary>
    public static string Describe(int errno) => errno switch
    {
        WouldBlock => Errno.Describe(Errno.Again),
        Loop => Errno.Describe(Errno.Loop),
        WrongProcessor => "it is a program for another kind of processor",
        MalformedProgram => "it is a damaged program file",
        Deadlock or MessageTooLong => $"the system says error {errno}",
        _ => Errno.Describe(errno),
    };
}
