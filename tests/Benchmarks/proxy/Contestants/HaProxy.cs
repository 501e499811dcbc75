using System.Text;

namespace ProcessProxy.Benchmarks.Proxy.Contestants;

/// <summary>HAProxy: a thread for each core, routes in a map file, connections to the backend shared.</summary>
internal sealed class HaProxy() : Packaged("haproxy")
{
    protected override string[] Configure(Setup setup, Ports ports)
    {
        var map = new StringBuilder();
        for (var i = 0; i < setup.Routes; i++)
        {
            map.Append($"/r{i}/ backend\n");
        }

        File.WriteAllText(Path.Combine(setup.Folder, "routes.map"), map.ToString());
        File.WriteAllText(Path.Combine(setup.Folder, "haproxy.cfg"), $$"""
            defaults
              mode http
              timeout connect 5s
              timeout client 100s
              timeout server 100s
              http-reuse always
              option forwardfor

            frontend proxy
              bind 127.0.0.1:{{ports.Http}}
              bind 127.0.0.1:{{ports.Https}} ssl crt {{setup.Certificate.Both}} alpn h2,http/1.1
              use_backend %[path,map_beg(routes.map)]

            backend backend
              http-request replace-path ^/r[0-9]+/(.*) /\1
              http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]
              server only 127.0.0.1:{{setup.Backend}}

            """);
        return ["-db", "-f", "haproxy.cfg"];
    }
}
