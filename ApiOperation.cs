using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy.AspNetCore.Tests.OpenApi;

/// <summary>One call of the API, as it is described.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">One of <see cref="ApiRoutes"/>.</param>
/// <param name="Id">Its name, for programs that make clients.</param>
/// <param name="Summary">What it is for.</param>
internal sealed record ApiOperation(string Method, string Path, string Id, string Summary)
{
    /// <summary>What is worth knowing beyond the summary.</summary>
    public string? Description { get; init; }

    /// <summary>The arguments of the query.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The answers, by their media type.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>The codes of <see cref="ErrorCodes"/> that it can fail with, beside those that every call can.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Whether it is answered without a key.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>An argument of the query or a header.</summary>
internal sealed record ApiParameter(string Name, string Description, string Schema, string In = "query");

/// <summary>What a call answers.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="Type">What is in it; null for text.</param>
/// <param name="Example">An answer.</param>
internal sealed record ApiAnswer(string MediaType, Type? Type, string Example)
{
    /// <summary>An answer in JSON, with an example of it.</summary>
    public static ApiAnswer Json<T>(T data, JsonTypeInfo<ApiResponse<T>> type, string? message = null) => new(
        "application/json", typeof(T), JsonSerializer.Serialize(new ApiResponse<T>(true, data, Contract.Sample.Noon, message), type));
}
