#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false

var app = WebApplication.CreateSlimBuilder(args).Build();
app.Urls.Add($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT")}");

app.MapGet("/health", () => "ok");
app.MapGet("/", () => Results.Content(
    $"<!doctype html><title>clock</title><h1>{DateTimeOffset.Now:T}</h1><p>pid {Environment.ProcessId}, try <a href=\"/photos/one\">/photos/one</a>", "text/html"));

using var tick = new Timer(_ => Console.WriteLine($"it is {DateTimeOffset.Now:T}"), null, TimeSpan.Zero, TimeSpan.FromSeconds(10));
app.Run();
