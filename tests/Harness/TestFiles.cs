namespace ProcessProxy.Harness;

/// <summary>Writes files into the folder of a test, and gives the folder again for the next one.</summary>
public static class TestFiles
{
    /// <summary>Writes a file, and makes the folders that it is in.</summary>
    public static T Write<T>(this T folder, string name, string text) where T : TestFolder
    {
        var path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return folder;
    }

    /// <summary>Writes a script that can be run.</summary>
    public static T WriteProgram<T>(this T folder, string name, string text) where T : TestFolder
    {
        folder.Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }
}
