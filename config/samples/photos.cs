#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false

var app = WebApplication.CreateSlimBuilder(args).Build();
app.Urls.Add($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT")}");

app.MapGet("/health", () => "ok");
app.Map("/{**path}", (HttpRequest request) =>
    $"photos-server (pid {Environment.ProcessId}) was asked for {request.Path}{request.QueryString} by {request.Headers["X-Forwarded-For"]}\n");

Console.WriteLine($"photos-server is up, pid {Environment.ProcessId}");
app.Run();
