using System.Globalization;

namespace ProcessProxy;

/// <summary>A client for the HTTP management API of a ProcessProxy server. It is thread-safe.</summary>
/// <remarks>
/// A command takes as long as the process does, so only connecting and the silence of a server have timeouts: 5 seconds to
/// connect, 30 for the response to a query to begin, 60 without data in a response. After a timeout, the call fails with
/// <see cref="ErrorCodes.ServerUnreachable"/>, as it does after a response that does not come from a ProcessProxy server.
/// </remarks>
public sealed partial class HttpProcessClient : IProcessClient, IDisposable
{
    private readonly HttpProcessConnection connection;

    /// <summary>Creates a client without sending anything.</summary>
    /// <param name="baseAddress">The address of the management API, such as <c>http://127.0.0.1:4481</c>; a path in it is kept.</param>
    /// <param name="apiKey">The server's <c>management.apiKey</c>, if it has one.</param>
    /// <param name="handler">Sends the requests instead of the client's own handler; the caller disposes it.</param>
    /// <exception cref="ArgumentException">
    /// The address is not an absolute http or https address, or the key contains characters that are invalid in a header.
    /// </exception>
    public HttpProcessClient(Uri baseAddress, string? apiKey = null, HttpMessageHandler? handler = null)
        : this(baseAddress, apiKey, handler, TimeProvider.System)
    {
    }

    /// <summary>Creates a client that uses the Unix socket or named pipe of a server. It needs no API key, because the permissions of the socket control access.</summary>
    /// <param name="socket">The absolute path of the socket, or on Windows the name of the pipe (<c>\\.\pipe\NAME</c>).</param>
    /// <exception cref="ArgumentException">It is neither of them.</exception>
    public static HttpProcessClient ForSocket(string socket)
    {
        ArgumentException.ThrowIfNullOrEmpty(socket);
        return SocketConnector.PipeName(socket) is not null || Path.IsPathFullyQualified(socket)
            ? new HttpProcessClient(socket)
            : throw new ArgumentException($"'{socket}' is not an absolute path.", nameof(socket));
    }

    internal HttpProcessClient(Uri baseAddress, string? apiKey, HttpMessageHandler? handler, TimeProvider time) =>
        connection = new HttpProcessConnection(baseAddress, apiKey, handler, time);

    private HttpProcessClient(string socket)
    {
        Socket = socket;
        connection = new HttpProcessConnection(new Uri("http://localhost"), apiKey: null, handler: null, TimeProvider.System, socket);
    }

    /// <summary>Gets the path of the Unix socket, or the name of the pipe; null over TCP.</summary>
    public string? Socket { get; }

    /// <summary>Gets the address of the management API.</summary>
    public Uri BaseAddress => connection.BaseAddress;

    /// <inheritdoc/>
    public Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        connection.AskAsync(ApiRoutes.Status, ApiJson.Default.ApiResponseServerStatus, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProcessInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        connection.AskAsync(ApiRoutes.Processes, ApiJson.Default.ApiResponseIReadOnlyListProcessInfo, cancellationToken);

    /// <inheritdoc/>
    public async Task<ProcessInfo> GetAsync(string id, CancellationToken cancellationToken = default) =>
        Addressed(await connection.AskAsync(
            PathOf(ApiRoutes.Process, id), ApiJson.Default.ApiResponseProcessInfo, cancellationToken).ConfigureAwait(false), id);

    /// <inheritdoc/>
    public async Task<ProcessDiagnosis> GetDiagnosisAsync(string id, CancellationToken cancellationToken = default) =>
        await connection.AskAsync(
            PathOf(ApiRoutes.Diagnosis, id), ApiJson.Default.ApiResponseProcessDiagnosis, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ResourceHistory> GetResourcesAsync(string id, CancellationToken cancellationToken = default) =>
        await connection.AskAsync(
            PathOf(ApiRoutes.Resources, id), ApiJson.Default.ApiResponseResourceHistory, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RouteActivity>> GetRoutesAsync(CancellationToken cancellationToken = default) =>
        connection.AskAsync(ApiRoutes.Routes, ApiJson.Default.ApiResponseIReadOnlyListRouteActivity, cancellationToken);

    /// <inheritdoc/>
    public Task<ProcessInfo> StartAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(ApiRoutes.Start, id, cancellationToken);

    /// <inheritdoc/>
    public Task<ProcessInfo> StopAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(ApiRoutes.Stop, id, cancellationToken);

    /// <inheritdoc/>
    public Task<ProcessInfo> RestartAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(ApiRoutes.Restart, id, cancellationToken);

    /// <inheritdoc/>
    public async Task<ProcessInfo> ScaleAsync(string id, int instances, CancellationToken cancellationToken = default) => await connection.CommandAsync(
        string.Create(CultureInfo.InvariantCulture, $"{PathOf(ApiRoutes.Scale, id)}?instances={instances}"), ApiJson.Default.ApiResponseProcessInfo, cancellationToken)
        .ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken = default) =>
        connection.CommandAsync(ApiRoutes.Reload, ApiJson.Default.ApiResponseIReadOnlyListReloadAction, cancellationToken);

    /// <summary>Replaces the server by its new executable, without an interruption. The programs notice nothing.</summary>
    /// <param name="cancellationToken">Ends the wait; the replacement goes on.</param>
    /// <returns>The new server and the one before it.</returns>
    /// <exception cref="ProcessProxyException">
    /// <see cref="ErrorCodes.UpgradeFailed"/>: the new server did not come up, and the old one continues. <see cref="ErrorCodes.Conflict"/>: the server is part
    /// of another program, or is being replaced already.
    /// </exception>
    public Task<ServerUpgrade> UpgradeAsync(CancellationToken cancellationToken = default) =>
        connection.CommandAsync(ApiRoutes.Upgrade, ApiJson.Default.ApiResponseServerUpgrade, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PlannedChange>> GetPlanAsync(CancellationToken cancellationToken = default) =>
        connection.AskAsync(ApiRoutes.Plan, ApiJson.Default.ApiResponseIReadOnlyListPlannedChange, cancellationToken);

    /// <inheritdoc/>
    public async Task<LogPage> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default) =>
        await connection.AskAsync(LogPathOf(id, query), ApiJson.Default.ApiResponseLogPage, cancellationToken, SizeBound.LogPage).ConfigureAwait(false);

    /// <summary>Cancels all calls and streams and closes the connections.</summary>
    public void Dispose() => connection.Dispose();

    // Asynchronous, so that an invalid ID fails the task, like every other error, and not the call.
    private async Task<ProcessInfo> CommandAsync(string route, string id, CancellationToken cancellationToken) =>
        Addressed(await connection.CommandAsync(PathOf(route, id), ApiJson.Default.ApiResponseProcessInfo, cancellationToken).ConfigureAwait(false), id);

    /// <summary>Notes that an answer is about one instance, so that it is not taken for the whole process.</summary>
    private static ProcessInfo Addressed(ProcessInfo process, string id) =>
        InstanceId.Parse(id).Instance is null ? process : process with { IsOneOfSeveral = true };

    private static string LogPathOf(string id, LogQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(ApiRoutes.Logs, id)}?lines={query.Lines}");
        return query.Stream is { } stream ? $"{path}&stream={stream.ToString().ToLowerInvariant()}" : path;
    }

    /// <summary>
    /// Returns the path for <paramref name="id"/>. An invalid ID is never sent, because <c>..</c> or an empty one would be
    /// another call.
    /// </summary>
    private static string PathOf(string route, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return IsId(InstanceId.Parse(id).Process)
            ? ApiRoutes.For(route, id)
            : throw new ProcessProxyException(ErrorCodes.ProcessNotFound, $"There is no process '{(id.Length > 64 ? id[..64] + "…" : id)}'.");
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(id[0])
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>Returns the socket or the address.</summary>
    public override string ToString() => Socket ?? BaseAddress.ToString();
}
