using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Hosting;

/// <summary>
/// Runs a program that makes an application and waits for its end, as a person writes one, in a folder of its own where "node" is our test
/// process. Disposing ends it, and looks whether anything is left.
/// </summary>
internal sealed class HostedApp : IAsyncDisposable
{
    /// <summary>Which of several programs, side by side, has made a host.</summary>
    private static readonly AsyncLocal<TaskCompletionSource<IHost>?> Expected = new();

    private readonly Task program;

    static HostedApp()
    {
        DiagnosticListener.AllListeners.Subscribe(new Each<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.Extensions.Hosting")
            {
                listener.Subscribe(new Each<KeyValuePair<string, object?>>(news =>
                {
                    if (news is { Key: "HostBuilt", Value: IHost host })
                    {
                        Expected.Value?.TrySetResult(host);
                    }
                }));
            }
        }));
    }

    private HostedApp(DirectoryInfo folder, Task program, IHost host)
    {
        this.program = program;
        (Folder, Host) = (folder, host);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(Address) };
    }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public DirectoryInfo Folder { get; }

    public IHost Host { get; }

    public HttpClient Http { get; }

    public string Address => Host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public IProcessClient Processes => Host.Services.GetRequiredService<IProcessClient>();

    /// <summary>Runs a program until it serves.</summary>
    /// <param name="main">The program; its arguments name its folder and a free port.</param>
    /// <param name="files">What is in the folder.</param>
    public static async Task<HostedApp> StartAsync(Func<string[], Task> main, params (string Name, string Text)[] files)
    {
        NodeProgram.PutIntoPath();
        var folder = Directory.CreateTempSubdirectory("processproxy-hosted-");
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, Cancelled);
        }

        var built = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        Expected.Value = built;
        var program = Task.Run(() => main(["--contentRoot", folder.FullName, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"]), Cancelled);
        Expected.Value = null;
        await Task.WhenAny(built.Task, program);
        if (program.IsFaulted)
        {
            folder.Delete(recursive: true);
            await program;
        }

        var host = await built.Task;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, program);
        if (!started.Task.IsCompleted)
        {
            folder.Delete(recursive: true);
            await program;
        }

        return new HostedApp(folder, program, host);
    }

    /// <summary>Ends the application as an operator does.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await program;
        Assert.Empty(Alive(Folder.FullName));
        Folder.Delete(recursive: true);
    }

    /// <summary>The processes of this machine whose working directory is a folder.</summary>
    private static IEnumerable<string> Alive(string folder) => Directory.GetDirectories("/proc").Where(process =>
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == folder;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private sealed class Each<T>(Action<T> tell) : IObserver<T>
    {
        public void OnNext(T value) => tell(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
