namespace ProcessProxy.PowerShell.Commands;

/// <summary>Where the help of cmdlets can be read on the web, for <c>Get-Help -Online</c>.</summary>
internal static class HelpPages
{
    public const string Folder = "https://github.com/processproxy/processproxy/blob/main/docs/cmdlets/";
}
