namespace ProcessProxy.PowerShell.Commands;

/// <summary>The web pages of the cmdlets' help, for <c>Get-Help -Online</c>.</summary>
internal static class HelpPages
{
    public const string Folder = "https://github.com/processproxy/processproxy/blob/main/docs/cmdlets/";
}
