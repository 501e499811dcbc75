namespace ProcessProxy.Tests.Configuration;

/// <summary>Files that readers of YAML have stumbled over, and two that use every key.</summary>
internal static class NastyFiles
{
    public const string EveryProxyKey = """
        host: 127.0.0.1
        port: 81
        httpsPort: 444
        publicHttpsPort: 443
        processConfigFile: ./config/processes.yaml
        management: { host: localhost, port: 4000, apiKey: abc }
        trustedProxies: [10.0.0.0/8, "::1"]
        accessLog: { output: file, file: a.log, maxSize: 1MB, maxFiles: 2 }
        tls:
          certificates:
            - { domains: ["*.example.org"], certFile: c.pem, keyFile: k.pem, passwordFile: p }
            - { domains: [other.example.org], pfxFile: c.pfx }
          acme: { email: me@example.org, directory: "https://ca.example/d", acceptTerms: true, storage: s, caFile: r.pem }
          selfSigned: false
        routes:
          - &first
            domain: "*.example.org"
            path: /a/b
            type: proxy
            target: "http://${HOST:-localhost}:8888/base"
            ssl: true
            rewrite: { "^/a/(.*)$": "/$1", "(?<=x)y": "" }
            headers: { Host: x, X-Empty: }
            responseHeaders: { Server: }
            targets: ["http://b:1"]
            loadBalancing: first
            sessionAffinity: { cookie: c }
            preserveHost: false
            timeout: 5000
            hold: { timeout: 1000, maxRequests: 5 }
            maxRequestBody: 10MB
            compression: true
            rateLimit: { requests: 10, window: 1000 }
            hsts: { days: 1, includeSubDomains: true, preload: false }
          - <<: *first
            domain: other.example.org
          - { path: /s, type: static, staticPath: www, spaFallback: true, allowSymlinks: false }
          - { path: /r, type: redirect, redirectTo: "https://x.org/", redirectStatus: 301 }
        """;

    public const string EveryProcessKey = """
        processes:
          web: &web
            name: Web
            description: |
              Many
              lines
            enabled: true
            command: node
            args: [server.js, --port, 8888, '']
            cwd: ${HOME}/web
            env: { PORT: "${PORT:-8888}", LITERAL: "$${X}" }
            restartOnExit: true
            restartDelay: 10
            maxRestarts: 3
            restartBackoff: exponential
            maxRestartDelay: 100
            resetAfter: 1000
            stopSignal: SIGINT
            stopTimeout: 500
            pidDir: run
            cleanupPidOnExit: false
            output: separate
            healthCheck: { enabled: true, path: health, interval: 1, timeout: 1, retries: 1, startPeriod: 0, onUnhealthy: report }
            dependsOn: [db]
          db:
            <<: *web
            pidFile: run/x.pid
            dependsOn: []
        settings:
          onExit: detach
          defaultHealthCheck: { enabled: true, path: /h, interval: 1, timeout: 1, retries: 1, startPeriod: 1, onUnhealthy: restart }
          defaultRestart: { restartOnExit: true, restartDelay: 1, maxRestarts: 1, restartBackoff: constant, maxRestartDelay: 2, resetAfter: 1 }
          pidManagement: { defaultPidDir: ./pids, cleanupPidOnExit: true }
          logging: { logProcessOutput: true, logHealthChecks: true, logRestarts: true, dir: logs, maxSize: 10MB, maxFiles: 3 }
        """;

    public static IEnumerable<string> All =>
    [
        "", " ", "\n\n", "\t", "#", "---", "---\n...", "...", "--- ---", "%YAML 9.9\n---\na: b", "%YAML 1.1\n%YAML 1.1\n---\n", "%TAG ! tag:x,2000:\n---\n!a b",
        "~", "null", "true", "5", "[]", "{}", "{", "[", "}", "]", "{]", "[}", "a", "a:", ":", ": :", "? ", "? ?", "- - -", "-", "*", "*a", "&a", "&a *a", "&a &b c",
        "a: &a {b: *a}", "&a [*a]", "<<: *a", "<<: {<<: {<<: {}}}", "<<:\n<<:", "a: b: c", "a: [b: c]", "{a, b}", "{a: }", "{? a : b}", "{[a]: b}", "[a]: b",
        "\"", "'", "\"\\", "\"\\x\"", "\"\\xZZ\"", "\"\\u12\"", "\"\\UFFFFFFFF\"", "\"\\uD800\"", "\"\\uD83D\\uDE00\"", "\"\\0\"", "|", ">", "|9", "|0", "|-+", ">+1\n a", "!", "!!", "!<", "!<>", "!<x> y",
        "!!binary x", "!!python/object:os.system x", "!!int x", "!!map []", "!!seq {}", "!!str {}", "@", "`", "%", "%%", "a: @b", "a: `b`", "a\u0085b: c",
        "\uFEFFa: b", "a: b\uFEFF", "a:\u00A0b", "\u2028", "😀: 😀", "a: \u0001", "\u001B[31m", "a: b\rc: d", "a: b\r\n\tc: d",
        "processes: *p", "processes: &p { web: *p }", "processes: { ? {} : {} }", "processes: { ~: { command: x } }", "processes: { '': { command: x } }",
        "processes: { web: { command: x, env: { PORT: 99999999999 }, healthCheck: { enabled: true } } }",
        "processes: { web: { command: x, healthCheck: { enabled: true, path: 'http://[' } } }",
        "processes: { web: { command: x, healthCheck: { enabled: true, path: 'http://a:b' } } }",
        "processes: { web: { command: x, env: { PORT: 1 }, healthCheck: { enabled: true, path: '\\\\\\\\x' } } }",
        "processes: { web: { command: x, env: { PORT: 1 }, healthCheck: { enabled: true, path: '//[::' } } }",
        "processes: { web: { command: x, env: { PORT: 1 }, healthCheck: { enabled: true, path: '/" + new string('x', 200_000) + "' } } }",
        "processes: { web: { command: x, cwd: '" + new string('/', 100_000) + "' } }",
        "processes: { web: { command: x, pidFile: '..' } }", "processes: { web: { command: x, pidFile: / } }",
        "processes: { web: { command: x, cwd: '" + string.Concat(Enumerable.Repeat("../", 50_000)) + "' } }",
        "processes: { web: { command: x, env: { A: '" + string.Concat(Enumerable.Repeat("${HOME}", 100_000)) + "' } } }",
        "processes: { web: { command: x, env: { A: '" + string.Concat(Enumerable.Repeat("${", 200_000)) + "' } } }",
        "routes: [{ target: 'http://" + new string('a', 100_000) + "' }]", "routes: [{ target: 'http://[::1%25x]' }]", "routes: [{ target: 'http://%00' }]",
        "routes: [{ target: http://x, domain: '" + string.Concat(Enumerable.Repeat("ü.", 100)) + "' }]", "routes: [{ target: 'http://x', domain: xn--a }]",
        "routes: [{ target: 'http://x', domain: '\uFFFD' }]", "routes: [{ target: 'http://x', domain: '[::1%lo]' }]",
        "routes: [{ target: 'http://x', path: '/%' }]", "routes: [{ target: 'http://x', path: '/" + string.Concat(Enumerable.Repeat("a/", 100_000)) + "' }]",
        "routes: [{ target: 'http://x', rewrite: { '" + new string('(', 1999) + "': x } }]",
        "routes: [{ target: 'http://x', rewrite: { '((((a{1000}){1000}){1000}){1000})': x } }]",
        "routes: [{ target: 'http://x', rewrite: { '(a{2000}){2000}(?=b)': x } }]",
        "routes: [{ target: 'http://x', rewrite: { '(?<a>(?<b>(?<c>x)))\\k<d>': x } }]",
        new string('[', 1_000_000), new string('{', 1_000_000), string.Concat(Enumerable.Repeat("- ", 500_000)), string.Concat(Enumerable.Repeat("? ", 500_000)),
        new string(' ', 1_000_000) + "a", new string('a', 1_000_000), new string('\n', 1_000_000), new string('!', 1_000_000), new string('&', 1_000_000), new string('"', 1_000_000),
        string.Concat(Enumerable.Repeat("a: ", 300_000)), string.Concat(Enumerable.Repeat("[a, ", 30)) + "b", "[" + string.Concat(Enumerable.Repeat("a,", 300_000)) + "]",
        string.Concat(Enumerable.Range(0, 80_000).Select(number => $"k{number}: 1\n")), string.Concat(Enumerable.Repeat("prot: 1\n", 120_000)),
        "processes:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(number => $" p{number}: {{ commnd: x, dependsOn: [q] }}\n")),
        "processes:\n" + string.Concat(Enumerable.Range(0, 2000).Select(number => $" p{number}: {{ command: x, dependsOn: [p{(number + 1) % 2000}] }}\n")),
        "a: &a [" + string.Concat(Enumerable.Repeat("x,", 1000)) + "]\nb: [" + string.Concat(Enumerable.Repeat("*a,", 200_000)) + "]",
        "a: &a {x: 1}\nb: {<<: [" + string.Concat(Enumerable.Repeat("*a,", 60_000)) + "]}", string.Concat(Enumerable.Range(0, 60_000).Select(number => $"- &a{number} x\n")),
        "\"" + string.Concat(Enumerable.Repeat("\\\n ", 300_000)) + "\"", "a: |\n" + string.Concat(Enumerable.Repeat(" x\n\n\n", 150_000)), string.Concat(Enumerable.Repeat("%X\n", 300_000)),
    ];
}
