using System.Security.Cryptography.X509Certificates;

namespace ProcessProxy.Harness;

/// <summary>A server of bytes: the test says what becomes of each connection.</summary>
public sealed class ScriptedServer(Func<Exchange, Task> serve, X509Certificate2? certificate = null) : LoopbackServer(certificate)
{
    protected override Task ServeAsync(Exchange exchange) => serve(exchange);
}
