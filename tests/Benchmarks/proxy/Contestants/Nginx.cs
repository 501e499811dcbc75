using System.Text;

namespace ProcessProxy.Benchmarks.Proxy.Contestants;

/// <summary>nginx: a worker for each core, connections to the backend kept open.</summary>
internal sealed class Nginx() : Packaged("nginx")
{
    protected override string[] Configure(Setup setup, Ports ports)
    {
        var locations = new StringBuilder();
        for (var i = 0; i < setup.Routes; i++)
        {
            locations.Append($"    location /r{i}/ {{ proxy_pass http://backend/; }}\n");
        }

        File.WriteAllText(Path.Combine(setup.Folder, "nginx.conf"), $$"""
            user {{System.Environment.UserName}};
            daemon off;
            pid nginx.pid;
            error_log stderr warn;
            worker_processes auto;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              keepalive_requests 1000000000;
              upstream backend { server 127.0.0.1:{{setup.Backend}}; keepalive 256; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:{{ports.Http}};
                listen 127.0.0.1:{{ports.Https}} ssl http2;
                ssl_certificate {{setup.Certificate.Certificate}};
                ssl_certificate_key {{setup.Certificate.Key}};
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $remote_addr;
                proxy_set_header X-Forwarded-Proto $scheme;
            {{locations}}
              }
            }
            """);
        return ["-p", setup.Folder, "-c", "nginx.conf"];
    }
}
