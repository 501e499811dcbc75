using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Holding;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>What all routes share. It lives as long as the proxy, whatever the routes.</summary>
/// <param name="Forwarder">Sends a request on and its answer back.</param>
/// <param name="Client">The connections to all backends.</param>
/// <param name="Outgoing">How many files and connections to backends requests may have open.</param>
/// <param name="Gates">The processes of the routes.</param>
/// <param name="Endpoints">Tells, while a request is answered, where the proxy listens.</param>
/// <param name="Services">Those of the web server.</param>
/// <param name="Log">The proxy's own log.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Telemetry">Who is told of requests besides; null for nobody.</param>
internal sealed record ProxyServices(
    IHttpForwarder Forwarder, HttpMessageInvoker Client, OutgoingAllowance Outgoing, ProcessGates Gates, Func<ListenEndpoints> Endpoints,
    IServiceProvider Services, ILogger Log, TimeProvider Clock, ProxyTelemetry? Telemetry = null);
