using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Redirects;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>Serves the files of a static route. ASP.NET Core handles types, ranges and conditional requests.</summary>
internal sealed class StaticFilesEndpoint
{
    private const string Index = "/index.html";

    private readonly IFileProvider files;
    private readonly OutgoingAllowance outgoing;
    private readonly ILogger log;
    private readonly RequestDelegate serve;
    private readonly RequestDelegate fallBack;

    /// <summary>Creates the endpoint.</summary>
    /// <param name="spec">The static route.</param>
    /// <param name="files">The files of its folder.</param>
    /// <param name="outgoing">The limit on files and connections to backends.</param>
    /// <param name="services">The services of the web server.</param>
    /// <param name="log">The proxy's log.</param>
    public StaticFilesEndpoint(StaticFilesSpec spec, IFileProvider files, OutgoingAllowance outgoing, IServiceProvider services, ILogger log)
    {
        this.files = files;
        this.outgoing = outgoing;
        this.log = log;
        serve = Serving(AnswerMissing, services);
        fallBack = spec.SpaFallback ? Serving(NotFound, services) : NotFound;
    }

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return ErrorAnswer.WriteAsync(context, ProxyErrors.ReadOnly);
        }

        if (!PathBelow.TryTake(context.Features.GetRequiredRoute(), log, out var below, out var refusal))
        {
            return ErrorAnswer.WriteAsync(context, refusal);
        }

        var query = below.IndexOf('?');
        if (!FilePath.TryRead(query < 0 ? below : below[..query], out var path))
        {
            return NotFound(context);
        }

        TakeWeakTags(request.Headers);
        return ServeAsync(context, path.EndsWith('/') ? path + Index[1..] : path);
    }

    // A compressed response has a weak ETag (see RouteCompression), and ASP.NET Core compares strongly.
    private static void TakeWeakTags(IHeaderDictionary headers)
    {
        if (headers.IfNoneMatch is [{ } tags] && tags.Contains("W/\"", StringComparison.Ordinal))
        {
            headers.IfNoneMatch = tags.Replace("W/\"", "\"", StringComparison.Ordinal);
        }
    }

    private async Task ServeAsync(HttpContext context, string path)
    {
        if (!outgoing.TryTake())
        {
            await ErrorAnswer.WriteAsync(context, ProxyErrors.Busy).ConfigureAwait(false);
            return;
        }

        // Not by the conversion from a string, which would decode it again.
        context.Request.Path = new PathString(path);
        try
        {
            await serve(context).ConfigureAwait(false);
        }
        catch (IOException e) when (OpenFiles.RanOut(e) && !context.Response.HasStarted)
        {
            context.Response.Clear();
            await ErrorAnswer.WriteAsync(context, ProxyErrors.Busy).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            Log.NotReadable(log, path, context.Features.GetRequiredRoute().Route.Name, e.Message);
            context.Response.Clear();
            await NotFound(context).ConfigureAwait(false);
        }
        finally
        {
            outgoing.Return();
        }
    }

    private Task AnswerMissing(HttpContext context)
    {
        ref readonly var target = ref context.Features.GetRequiredRoute().Target;
        if (!target.Path.EndsWith('/') && files.GetFileInfo(context.Request.Path.Value + Index).Exists && Location.OfFolder(target) is { } folder)
        {
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = folder;
            return Task.CompletedTask;
        }

        if (!DocumentRequest.Is(context.Request, target.DecodedPath.ToString()))
        {
            return NotFound(context);
        }

        context.Request.Path = new PathString(Index);
        return fallBack(context);
    }

    private static Task NotFound(HttpContext context) => ErrorAnswer.WriteAsync(context, ProxyErrors.NoFile);

    private RequestDelegate Serving(RequestDelegate next, IServiceProvider services) => new StaticFileMiddleware(
        next,
        services.GetRequiredService<IWebHostEnvironment>(),
        Options.Create(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = FileTypes.Provider,
            ServeUnknownFileTypes = true,
            DefaultContentType = "application/octet-stream",
        }),
        // Not the program's own log: ASP.NET Core logs each file.
        services.GetRequiredService<ILoggerFactory>()).Invoke;
}
