using PowerShellHost;

// PowerShell's engine as a process of its own, in the place of pwsh: for tests of what a whole session does, and for the jobs that
// the engine starts. It takes those of pwsh's arguments that the tests use.
return args switch
{
    ["-s", ..] => ServerMode.Run(),
    ["-NoProfile", "-Command", var text] => Shell.Run(text),
    ["-NoProfile", "-File", var script] => Shell.RunFile(script),
    [var script] => Shell.RunFile(script),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("pwsh SCRIPT | -NoProfile -File SCRIPT | -NoProfile -Command TEXT | -s");
    return 64;
}
