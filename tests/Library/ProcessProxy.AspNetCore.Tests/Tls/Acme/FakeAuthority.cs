using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Tests.Proxy;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls.Acme;

/// <summary>An authority in the test itself: strict about signatures and nonces, and unwilling in every way a test asks for.</summary>
internal sealed class FakeAuthority : IAsyncDisposable
{
    private readonly ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, bool> nonces = [];
    private readonly ConcurrentDictionary<string, ECDsa> accounts = [];
    private LiveBackend? server;
    private string? chain;
    private string status = "pending";

    /// <summary>Every request, by its path.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The payloads of requests for accounts and of changes to them.</summary>
    public ConcurrentQueue<string> AccountPayloads { get; } = [];

    /// <summary>What comes instead of the usual answer: the first one for this path.</summary>
    public Func<string, HttpContext, Task<bool>> Instead { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Whether the proof is found; given the token and what was asked for.</summary>
    public Func<string, bool> Finds { get; set; } = _ => true;

    public Uri Directory => new(server!.Address, "/dir");

    public static async Task<FakeAuthority> StartAsync()
    {
        var authority = new FakeAuthority();
        authority.server = await LiveBackend.StartAsync(authority.AnswerAsync);
        return authority;
    }

    /// <summary>Refuses as authorities do.</summary>
    public static async Task<bool> RefuseAsync(HttpContext context, int code, string type, string detail = "no.", string? retryAfter = null)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/problem+json";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync($$"""{"type":"urn:ietf:params:acme:error:{{type}}","detail":"{{detail}}"}""", context.RequestAborted);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        rootKey.Dispose();
        foreach (var key in accounts.Values)
        {
            key.Dispose();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue(path);
        var nonce = Guid.NewGuid().ToString("N");
        nonces[nonce] = true;
        context.Response.Headers["Replay-Nonce"] = nonce;
        if (await Instead(path, context))
        {
            return;
        }

        if (path is "/dir" or "/nonce")
        {
            await context.Response.WriteAsync(path == "/dir"
                ? $$"""{"newNonce":"{{Url("nonce")}}","newAccount":"{{Url("account")}}","newOrder":"{{Url("order")}}","meta":{ } }"""
                : "", context.RequestAborted);
            return;
        }

        var (payload, problem) = await VerifiedAsync(context);
        if (problem is not null)
        {
            await RefuseAsync(context, 400, problem);
            return;
        }

        await context.Response.WriteAsync(Answer(path, payload, context), context.RequestAborted);
    }

    private string Answer(string path, string payload, HttpContext context)
    {
        switch (path)
        {
            case "/account" or "/account/1":
                AccountPayloads.Enqueue(payload);
                context.Response.Headers.Location = Url("account/1");
                return "{}";
            case "/order":
                (status, chain) = ("pending", null);
                context.Response.Headers.Location = Url("order/1");
                return Order();
            case "/order/1":
                return Order();
            case "/proof":
                return $$"""{"status":"{{status}}","challenges":[{{Challenge("http-01")}},{{Challenge("tls-alpn-01")}}]}""";
            case "/challenge":
                Assert.Equal("{}", payload);
                status = Finds("token-1") ? "valid" : "invalid";
                return "{}";
            case "/finalize":
                chain = Issue(JsonDocument.Parse(payload).RootElement.GetProperty("csr").GetString()!);
                return Order();
            case "/certificate":
                return chain!;
            default:
                throw new InvalidOperationException($"Nobody was told of {path}.");
        }
    }

    private string Order() => $$"""
        {"status":"{{(chain is not null ? "valid" : status == "valid" ? "ready" : status)}}","authorizations":["{{Url("proof")}}"],
         "finalize":"{{Url("finalize")}}","certificate":"{{Url("certificate")}}"}
        """;

    private string Challenge(string type) =>
        $$"""{"type":"{{type}}","url":"{{Url("challenge")}}","token":"token-1","status":"{{status}}"{{(status == "invalid" ? ""","error":{"detail":"nothing found"}""" : "")}}}""";

    private string Issue(string csr)
    {
        var request = CertificateRequest.LoadSigningRequest(
            Base64Url.DecodeFromChars(csr), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(
            new X500DistinguishedName("CN=root"), X509SignatureGenerator.CreateForECDsa(rootKey), now.AddHours(-1), now.AddDays(90), [1, 2, 3]);
        return issued.ExportCertificatePem();
    }

    private string Url(string path) => $"{server!.Address}{path}";

    private async Task<(string Payload, string? Problem)> VerifiedAsync(HttpContext context)
    {
        Assert.Equal("application/jose+json", context.Request.ContentType);
        Assert.StartsWith("ProcessProxy/", context.Request.Headers.UserAgent.ToString());
        using var message = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var (head, body) = (message.RootElement.GetProperty("protected").GetString()!, message.RootElement.GetProperty("payload").GetString()!);
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head));
        Assert.Equal(Url(context.Request.Path.Value![1..]), header.RootElement.GetProperty("url").GetString());
        if (!nonces.TryRemove(header.RootElement.GetProperty("nonce").GetString()!, out _))
        {
            return ("", "badNonce");
        }

        if (header.RootElement.TryGetProperty("jwk", out var jwk))
        {
            accounts[Url("account/1")] = KeyOf(jwk);
        }

        var account = jwk.ValueKind == JsonValueKind.Undefined ? header.RootElement.GetProperty("kid").GetString()! : Url("account/1");
        if (!accounts.TryGetValue(account, out var key))
        {
            return ("", "accountDoesNotExist");
        }

        var signature = Base64Url.DecodeFromChars(message.RootElement.GetProperty("signature").GetString());
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{body}"), signature, HashAlgorithmName.SHA256));
        return (Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body)), null);
    }

    private static ECDsa KeyOf(JsonElement jwk) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint
        {
            X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()),
        },
    });

    /// <summary>Forgets every account.</summary>
    public void Forget() => accounts.Clear();
}
