using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>A response of an authority.</summary>
/// <param name="Url">The URL of the request.</param>
/// <param name="Body">The contents.</param>
/// <param name="Location">The URL of a created resource, or null.</param>
/// <param name="RetryAfter">The requested delay, or null.</param>
internal sealed record AcmeAnswer(Uri Url, byte[] Body, Uri? Location, TimeSpan? RetryAfter)
{
    /// <summary>Reads the contents.</summary>
    /// <exception cref="AcmeException">It is not a valid response of an authority.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type)
                ?? throw new AcmeException(AcmeFailure.Unreachable, $"{Url} returned an empty response.");
        }
        catch (JsonException notJson)
        {
            throw new AcmeException(AcmeFailure.Unreachable, $"{Url} is not an ACME authority: its response is not valid ({notJson.Message})", null, notJson);
        }
    }
}
