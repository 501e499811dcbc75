using System.CommandLine;

namespace ProcessProxy.Server.Commands;

/// <summary><c>completion</c>: prints the script with which a shell completes commands.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # processproxy completion bash >> ~/.bashrc
        _processproxy() {
            local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}"
            local word="${line##*[[:space:]=]}"
            COMPREPLY=($(compgen -W "$(processproxy "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word"))
            # web:2 is two words for bash, which completes only the last one.
            [[ "$word" == *:* && "$COMP_WORDBREAKS" == *:* ]] && COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*:}"}"}")
        }
        complete -o bashdefault -o default -F _processproxy processproxy
        """;

    private const string Zsh =
        """
        # processproxy completion zsh >> ~/.zshrc
        _processproxy() {
            local -a found
            found=("${(@f)$(processproxy "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
        }
        compdef _processproxy processproxy
        """;

    private const string Fish =
        """
        # processproxy completion fish > ~/.config/fish/completions/processproxy.fish
        complete -c processproxy -f -a '(processproxy "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    private const string PowerShell =
        """
        # processproxy completion pwsh >> $PROFILE
        Register-ArgumentCompleter -Native -CommandName processproxy -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            processproxy "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["pwsh"] = PowerShell,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "The shell." }.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that completes commands, options and process names in a shell.") { shell };
        command.SetAction(line => Console.WriteLine(Scripts[line.GetValue(shell)!]));
        return command;
    }
}
