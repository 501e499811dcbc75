using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>The addresses of an application, which are known when it has started.</summary>
/// <param name="services">The services of the application.</param>
/// <param name="publicHttpsPort">The port for HTTPS as clients see it, or null if it is not configured.</param>
internal sealed class ApplicationEndpoints(IServiceProvider services, int? publicHttpsPort)
{
    private const int DefaultHttpPort = 80;

    private ListenEndpoints? found;

    /// <summary>Returns the addresses. Called while a request is handled, so the application has started.</summary>
    public ListenEndpoints Find() => found ??= Read();

    private ListenEndpoints Read()
    {
        var addresses = (services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            .Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && !address.IsNamedPipe).ToList();
        var http = EndPoints(Uri.UriSchemeHttp);

        // A web server that does not report its addresses, or has only HTTPS: then plain requests come to the usual port.
        return new("*", http.Count > 0 ? http : [new(IPAddress.Any, DefaultHttpPort)], EndPoints(Uri.UriSchemeHttps)) { PublicHttpsPort = publicHttpsPort };

        List<IPEndPoint> EndPoints(string scheme) =>
            [.. addresses.Where(address => address.Scheme == scheme).Select(address => new IPEndPoint(IPAddress.Any, address.Port))];
    }
}
