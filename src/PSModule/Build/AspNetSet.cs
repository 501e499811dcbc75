using Mono.Cecil;

namespace ProcessProxy.ModuleBuild;

/// <summary>
/// Makes the part of ASP.NET that the module needs portable. What comes with .NET is compiled for one system and one
/// processor; without its native code it is 70 percent smaller and runs on all of them, compiled as it is used.
/// </summary>
internal static class AspNetSet
{
    /// <summary>Made for one system each, and used only by parts of ASP.NET that a proxy does not touch.</summary>
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

    /// <summary>The files of the framework that what is in the hosting folder refers to, and what these refer to.</summary>
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

    /// <summary>Writes an assembly with its IL and metadata alone, for any processor.</summary>
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
