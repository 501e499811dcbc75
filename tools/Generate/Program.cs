using ProcessProxy.Generate;

// Writes every committed file that is generated from code. A test fails when one of them is out of date.
var root = args is [var named] ? named : Environment.CurrentDirectory;
foreach (var file in GeneratedFile.All)
{
    var path = Path.Combine(root, file.Path);
    var before = File.Exists(path) ? File.ReadAllText(path) : "";
    var after = file.Make(before);
    if (after != before)
    {
        File.WriteAllText(path, after);
        Console.WriteLine($"Wrote {file.Path}");
    }
}
