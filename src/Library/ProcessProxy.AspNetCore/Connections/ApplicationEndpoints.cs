using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Where an application listens, which is known when it has started.</summary>
/// <param name="services">Those of the application.</param>
/// <param name="publicHttpsPort">The port for HTTPS as clients see it; null when nobody has said.</param>
internal sealed class ApplicationEndpoints(IServiceProvider services, int? publicHttpsPort)
{
    private const int DefaultHttpPort = 80;

    private ListenEndpoints? found;

    /// <summary>Finds it. It is asked for while a request is answered, so the application has started.</summary>
    public ListenEndpoints Find() => found ??= Read();

    private ListenEndpoints Read()
    {
        var addresses = (services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            .Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && !address.IsNamedPipe).ToList();
        var http = EndPoints(Uri.UriSchemeHttp);

        // A server that does not tell, or has HTTPS alone: plain requests come to the usual port then.
        return new("*", http.Count > 0 ? http : [new(IPAddress.Any, DefaultHttpPort)], EndPoints(Uri.UriSchemeHttps)) { PublicHttpsPort = publicHttpsPort };

        List<IPEndPoint> EndPoints(string scheme) =>
            [.. addresses.Where(address => address.Scheme == scheme).Select(address => new IPEndPoint(IPAddress.Any, address.Port))];
    }
}
