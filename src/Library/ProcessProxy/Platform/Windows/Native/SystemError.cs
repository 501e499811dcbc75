using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Windows.Native;

/// <summary>The relevant error codes of Windows, and all of them in words.</summary>
internal static class SystemError
{
    public const int FileNotFound = 2;
    public const int PathNotFound = 3;
    public const int AccessDenied = 5;
    public const int SharingViolation = 32;
    public const int InvalidParameter = 87;
    public const int InvalidName = 123;
    public const int AlreadyExists = 183;
    public const int BadExecutable = 193;
    public const int NameTooLong = 206;
    public const int MoreData = 234;
    public const int BadFolder = 267;
    public const int ElevationRequired = 740;

    /// <summary>Returns an error in words, without the period at its end.</summary>
    public static string Describe(int error) =>
        Marshal.GetPInvokeErrorMessage(error).TrimEnd('.', ' ', '\r', '\n') is { Length: > 0 } words ? words : $"error {error}";
}
