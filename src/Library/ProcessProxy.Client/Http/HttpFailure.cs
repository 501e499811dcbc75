namespace ProcessProxy;

/// <summary>The exceptions that failed calls become.</summary>
internal static class HttpFailure
{
    /// <summary>The exception the server answered with.</summary>
    public static ProcessProxyException ToException(ApiFailure failure) =>
        new(failure.Code, failure.Error) { Problems = [.. (failure.Problems ?? []).Where(problem => problem is not null)] };

    /// <summary>For a place at which no ProcessProxy server answers, or no longer.</summary>
    public static ProcessProxyException Unreachable(string server, string why, Exception? cause) =>
        new(ErrorCodes.ServerUnreachable, $"No ProcessProxy server responds at {server}: {why.TrimEnd('.')}.", cause);
}
