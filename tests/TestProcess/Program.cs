using TestProcess;

// The child under test. It does one thing, named by its first argument, and says on its output what it did.
return args switch
{
    ["burst", var count, var microseconds] => Burst.Run(int.Parse(count), int.Parse(microseconds)),
    ["backend"] => await Backend.RunAsync(),
    ["polite"] => await Polite.RunAsync(),
    ["serve"] => await HttpService.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("testprocess burst COUNT MICROSECONDS | backend | polite | serve");
    return 64;
}
