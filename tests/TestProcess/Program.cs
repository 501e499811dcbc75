using TestProcess;

// The child under test. It does one thing, named by its first argument, and says on its output what it did.
return args switch
{
    ["burst", var count, var microseconds] => Burst.Run(int.Parse(count), int.Parse(microseconds)),
    ["crowd", var port, var count, var text] => await Crowd.RunAsync(int.Parse(port), int.Parse(count), text),
    ["greedy", var megabytes, var descriptors] => Greedy.Run(int.Parse(megabytes), int.Parse(descriptors)),
    ["polite"] => await Polite.RunAsync(),
    ["serve"] => await Backend.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("testprocess burst COUNT MICROSECONDS | crowd PORT COUNT TEXT | greedy MEGABYTES DESCRIPTORS | polite | serve");
    return 64;
}
