namespace ProcessProxy.Tests.Configuration;

/// <summary>The files of the seed, word for word.</summary>
internal static class SeedFiles
{
    public const string Proxy = """
        # Process management configuration file (independent of routes)
        processConfigFile: "./config/processes.yaml"
        """;

    public const string Processes = """
        # Process Management Configuration
        processes:
          # Process ID (used for management)
          bds-server:
            enabled: true
            command: "npm"
            args: ["start", "--", "--config", "/path/to/config"]
            cwd: "../bdreader-server"
            env:
              NODE_ENV: "production"
              PORT: "8888"
            restartOnExit: true
            restartDelay: 2000
            maxRestarts: 10
            pidDir: "./pids"
            cleanupPidOnExit: true
            healthCheck:
              enabled: true
              path: "http://localhost:8888/health"
              interval: 30000
              timeout: 5000
              retries: 3

        # Global settings
        settings:
          defaultHealthCheck:
            enabled: true
            interval: 30000
            timeout: 5000
            retries: 3
          defaultRestart:
            restartOnExit: true
            restartDelay: 2000
            maxRestarts: 10
          pidManagement:
            defaultPidDir: "./pids"
            cleanupPidOnExit: true
          logging:
            logProcessOutput: true
            logHealthChecks: false
            logRestarts: true
        """;

    public const string PhotosProcesses = """
        # config/processes.yaml
        processes:
          photos-server:
            enabled: true
            command: "npm"
            args: ["start", "--", "--config", "/path/to/photos-config"]
            cwd: "../bdreader-server"
            env:
              NODE_ENV: "production"
              PORT: "8892"
        """;

    public const string PhotosRoutes = """
        # config/proxy.yaml
        routes:
          - domain: "home.turpault.me"
            type: "proxy"
            path: "/photos"
            target: "http://localhost:8892"
            ssl: true
            rewrite:
              "^/photos/": "/"

          - domain: "home.turpault.me"
            type: "proxy"
            path: "/app2"
            target: "http://localhost:8892"
            ssl: true
            rewrite:
              "^/app2/": "/"
        """;
}
