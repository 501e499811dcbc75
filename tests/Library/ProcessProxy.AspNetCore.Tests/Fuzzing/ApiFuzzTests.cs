using System.Text;
using System.Text.Json;
using ProcessProxy.AspNetCore.Management;
using ProcessProxy.AspNetCore.Tests.Contract;
using ProcessProxy.AspNetCore.Tests.Management;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>Whatever is sent to the management socket is answered or refused, never with 500, and the server goes on.</summary>
public sealed class ApiFuzzTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Harmless = Encoding.ASCII.GetBytes($"HEAD {ApiRoutes.Health} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_asked_the_answer_has_the_form_of_the_api_and_is_never_a_fault_of_ours()
    {
        await using var server = await ManagementServer.StartAsync();
        var answered = 0;
        var count = await Fuzz.RunAsync(400, Patience, async random =>
        {
            var answer = await CheckAsync(server.Address.Port, ApiRequests.Next(random), server.Errors);
            answered += answer.Status == 200 ? 1 : 0;
        });
        Assert.True(answered >= count / 50, $"Only {answered} of {count} calls were right: the others may all have failed for one reason.");
        await Wait.Until(() => server.Processes.OpenStreams == 0, "every stream has ended");
    }

    [Fact]
    public async Task Whatever_bytes_come_the_server_goes_on()
    {
        await using var server = await ManagementServer.StartAsync();
        await Fuzz.RunAsync(400, Patience, random =>
            CheckAsync(server.Address.Port, ApiRequests.Spoilt(random), server.Errors, isFirst: random.OneIn(4)));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await server.GetAsync("/health")).StatusCode);
        await Wait.Until(() => server.Processes.OpenStreams == 0, "every stream has ended");
    }

    [Fact]
    public async Task Whatever_is_asked_of_real_processes_is_never_a_fault_of_ours()
    {
        var errors = new ErrorLog();
        await using var project = await SupervisedProject.StartAsync();
        await using var app = ManagementApp.Build(new ManagementSpec { Host = "127.0.0.1", Port = 0 }, project.Supervisor.Client, errors, TimeProvider.System, connections: 100);
        await app.StartAsync(Cancelled);
        var port = new Uri(ManagementApp.ListenersOf(app).Address!).Port;
        await Fuzz.RunAsync(100, Patience, random => CheckAsync(port, ApiRequests.Next(random), errors));
        await app.StopAsync(Cancelled);
    }

    private static string Text(byte[] request) => Encoding.Latin1.GetString(request);

    private static async Task<RawExchange> CheckAsync(int port, byte[] request, ErrorLog errors, bool isFirst = false)
    {
        var shown = Text(request);

        // Who says that a body follows and leaves instead need not be answered, and who sends one unasked may not hear the answer:
        // the system resets a connection that is closed with bytes unread. Everybody else is answered, and then the connection is closed.
        var isWhole = shown.IndexOf("\r\n\r\n", StringComparison.Ordinal) == shown.Length - 4 && shown.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal)
            && !new[] { "Content-Length", "Transfer-Encoding", "Upgrade" }.Any(name => shown.Contains(name, StringComparison.OrdinalIgnoreCase));

        // Whose a connection is cannot be told of one whose client has closed its side, so that is found out at a request before.
        var answer = await RawExchange.SendAsync(port, request, !isWhole, Cancelled, isWhole || isFirst ? null : Harmless);
        Assert.True(!isWhole || answer.Status is not null, $"{shown}\n--- was not answered");
        Assert.False(answer.Status is >= 500 and not 505, $"{shown}\n--- was answered\n{answer.Head}");
        Assert.False(errors.Faults.Any(), $"{shown}\n--- was logged as\n{errors.Faults.FirstOrDefault()}");
        if (answer.Body.Length > 0 && answer.Head.Contains("\r\nContent-Type: application/json", StringComparison.Ordinal)
            && answer.Head.Contains("\r\nContent-Length:", StringComparison.Ordinal))
        {
            using var json = JsonDocument.Parse(answer.Body);
            Assert.Equal(answer.Status < 300, json.RootElement.GetProperty("success").GetBoolean());
        }

        return answer;
    }
}
