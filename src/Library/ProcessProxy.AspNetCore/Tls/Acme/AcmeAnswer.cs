using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>What an authority answered.</summary>
/// <param name="Url">Whom it was asked of.</param>
/// <param name="Body">The content.</param>
/// <param name="Location">Where what was made can be found, if something was.</param>
/// <param name="RetryAfter">When to ask again, if it said so.</param>
internal sealed record AcmeAnswer(Uri Url, byte[] Body, Uri? Location, TimeSpan? RetryAfter)
{
    /// <summary>Reads the content.</summary>
    /// <exception cref="AcmeException">It is not what an authority answers.</exception>
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
