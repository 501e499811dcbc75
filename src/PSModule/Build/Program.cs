using ProcessProxy.ModuleBuild;

// The steps of the module's build that MSBuild cannot do.
return args switch
{
    ["aspnet", var framework, var hosting, var target] => AspNetSet.Write(framework, hosting, target),
    ["help", var pages, var assembly, var automation, var target] => HelpSet.Write(pages, assembly, automation, target),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("modulebuild aspnet FRAMEWORK-FOLDER HOSTING-FOLDER TARGET-FOLDER | help PAGES-FOLDER ASSEMBLY AUTOMATION-FOLDER TARGET-FOLDER");
    return 64;
}
