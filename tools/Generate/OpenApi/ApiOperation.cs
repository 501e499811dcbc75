using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy.Generate.OpenApi;

/// <summary>The description of a call of the API.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">One of <see cref="ApiRoutes"/>.</param>
/// <param name="Id">Its name, for client generators.</param>
/// <param name="Summary">Its purpose.</param>
internal sealed record ApiOperation(string Method, string Path, string Id, string Summary)
{
    /// <summary>Gets details beyond the summary.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the parameters of the query.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Gets the responses, by media type.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>Gets the codes of <see cref="ErrorCodes"/> that it can return, besides those of every call.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Gets whether it requires no key.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>A parameter of the query or a header.</summary>
internal sealed record ApiParameter(string Name, string Description, string Schema, string In = "query", bool IsRequired = false);

/// <summary>A response of a call.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="Type">The type of its content; null for text.</param>
/// <param name="Example">An example.</param>
internal sealed record ApiAnswer(string MediaType, Type? Type, string Example)
{
    /// <summary>Creates a response in JSON, with an example.</summary>
    public static ApiAnswer Json<T>(T data, JsonTypeInfo<ApiResponse<T>> type, string? message = null) => new(
        "application/json", typeof(T), JsonSerializer.Serialize(new ApiResponse<T>(true, data, Sample.Noon, message), type));
}
