using System.Reflection;
using System.Reflection.Emit;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>A library of somebody else's with a name that is also used by the module, in another version and with nothing in it.</summary>
internal static class ForeignLibrary
{
    public static void Write(string name, string file)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(1, 2, 3, 4) }, typeof(object).Assembly);
        assembly.DefineDynamicModule(name).DefineType("Foreign", TypeAttributes.Public | TypeAttributes.Class).CreateType();
        assembly.Save(file);
    }
}
