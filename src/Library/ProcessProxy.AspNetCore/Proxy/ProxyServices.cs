using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Holding;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The services that all routes share. They live as long as the proxy, whatever the routes are.</summary>
/// <param name="Forwarder">Forwards a request and its response.</param>
/// <param name="Client">The connections to all backends.</param>
/// <param name="Outgoing">The limit on files and connections to backends.</param>
/// <param name="Gates">The processes of the routes.</param>
/// <param name="Endpoints">Returns the addresses of the proxy while a request is handled.</param>
/// <param name="Services">The services of the web server.</param>
/// <param name="Log">The proxy's own log.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Telemetry">The telemetry of requests, or null.</param>
internal sealed record ProxyServices(
    IHttpForwarder Forwarder, HttpMessageInvoker Client, OutgoingAllowance Outgoing, ProcessGates Gates, Func<ListenEndpoints> Endpoints,
    IServiceProvider Services, ILogger Log, TimeProvider Clock, ProxyTelemetry? Telemetry = null);
