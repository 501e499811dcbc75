using System.Text;

namespace ProcessProxy.Benchmarks.Proxy.Contestants;

/// <summary>Caddy.</summary>
internal sealed class Caddy() : Packaged("caddy")
{
    protected override string[] Configure(Setup setup, Ports ports)
    {
        var routes = new StringBuilder();
        for (var i = 0; i < setup.Routes; i++)
        {
            routes.Append($"\thandle_path /r{i}/* {{\n\t\treverse_proxy 127.0.0.1:{setup.Backend}\n\t}}\n");
        }

        File.WriteAllText(Path.Combine(setup.Folder, "Caddyfile"), $$"""
            {
            	admin off
            	auto_https off
            }
            http://:{{ports.Http}} {
            	bind 127.0.0.1
            {{routes}}
            }
            https://localhost:{{ports.Https}} {
            	bind 127.0.0.1
            	tls {{setup.Certificate.Certificate}} {{setup.Certificate.Key}}
            {{routes}}
            }

            """);
        return ["run", "--config", "Caddyfile", "--adapter", "caddyfile"];
    }

    // It keeps its data below these.
    protected override Dictionary<string, string> Environment(Setup setup) => new()
    {
        ["HOME"] = setup.Folder, ["XDG_DATA_HOME"] = setup.Folder, ["XDG_CONFIG_HOME"] = setup.Folder,
    };
}
