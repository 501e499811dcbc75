using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.Benchmarks.Middlewares;

/// <summary>
/// Stands where Yarp's forwarder does, prepares the request as that one would, and sends nothing. Who called it waits until
/// <see cref="Answer"/>, as for a real backend, so what waiting allocates is counted too.
/// </summary>
internal sealed class NoForwarder : IHttpForwarder, IValueTaskSource<ForwarderError>
{
    private ManualResetValueTaskSourceCore<ForwarderError> answer;

    /// <summary>Lets the one go on who waits.</summary>
    public void Answer() => answer.SetResult(ForwarderError.None);

    /// <inheritdoc/>
    public ValueTask<ForwarderError> SendAsync(
        HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
        SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask<ForwarderError> SendAsync(
        HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer,
        CancellationToken cancellationToken)
    {
        answer.Reset();
        using var request = new HttpRequestMessage();
        var transforming = transformer.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        if (!transforming.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("Preparing a request waits for nothing.");
        }

        request.RequestUri ??= RequestUtilities.MakeDestinationAddress(destinationPrefix, context.Request.Path, context.Request.QueryString);
        return new ValueTask<ForwarderError>(this, answer.Version);
    }

    ForwarderError IValueTaskSource<ForwarderError>.GetResult(short token) => answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ForwarderError>.GetStatus(short token) => answer.GetStatus(token);

    void IValueTaskSource<ForwarderError>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        answer.OnCompleted(continuation, state, token, flags);
}
