using Mono.Cecil;

namespace ProcessProxy.ModuleBuild;

/// <summary>
/// Creates the part of ASP.NET Core that the module needs in a portable form. The files of .NET are compiled for one system and one
/// processor; without native code they are 70 percent smaller and run on all of them, compiled when they are used.
/// </summary>
internal static class AspNetSet
{
    /// <summary>Specific to one system, and used only by parts of ASP.NET Core that a proxy does not need.</summary>
    private static readonly string[] Bound =
        ["System.Diagnostics.EventLog", "System.Security.Cryptography.Pkcs", "System.Security.Cryptography.Xml"];

    public static int Write(string framework, string hosting, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var old in Directory.EnumerateFiles(target, "*.dll"))
        {
            File.Delete(old);
        }

        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(framework);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        var written = 0;
        foreach (var file in Needed(framework, hosting))
        {
            Strip(file, Path.Combine(target, Path.GetFileName(file)), resolver);
            written++;
        }

        Console.WriteLine($"{written} assemblies of ASP.NET without native code");
        return written > 0 ? 0 : 1;
    }

    /// <summary>Returns the files of the framework that the hosting folder references, directly or indirectly.</summary>
    private static IEnumerable<string> Needed(string framework, string hosting)
    {
        var seen = new HashSet<string>(Bound, StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<string>(Directory.EnumerateFiles(hosting, "*.dll"));
        while (pending.TryDequeue(out var file))
        {
            using var assembly = AssemblyDefinition.ReadAssembly(file);
            foreach (var reference in assembly.MainModule.AssemblyReferences.Where(reference => seen.Add(reference.Name)))
            {
                var found = Path.Combine(framework, reference.Name + ".dll");
                if (!File.Exists(Path.Combine(hosting, reference.Name + ".dll")) && File.Exists(found))
                {
                    pending.Enqueue(found);
                    yield return found;
                }
            }
        }
    }

    /// <summary>Writes an assembly with only its IL and metadata, for any processor.</summary>
    private static void Strip(string file, string target, IAssemblyResolver resolver)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = resolver });
        foreach (var module in assembly.Modules)
        {
            module.Architecture = TargetArchitecture.I386;
            module.Attributes = ModuleAttributes.ILOnly | (module.Attributes & ModuleAttributes.StrongNameSigned);
        }

        assembly.Write(target);
    }
}
