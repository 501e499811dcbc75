namespace ProcessProxy;

/// <summary>Creates the exceptions of failed calls.</summary>
internal static class HttpFailure
{
    /// <summary>Creates the exception for an error response of the server.</summary>
    public static ProcessProxyException ToException(ApiFailure failure) =>
        new(failure.Code, failure.Error) { Problems = [.. (failure.Problems ?? []).Where(problem => problem is not null)] };

    /// <summary>Creates the exception for an address where no ProcessProxy server responds, or no longer does.</summary>
    public static ProcessProxyException Unreachable(string server, string why, Exception? cause) =>
        new(ErrorCodes.ServerUnreachable, $"No ProcessProxy server responds at {server}: {why.TrimEnd('.')}.", cause);
}
