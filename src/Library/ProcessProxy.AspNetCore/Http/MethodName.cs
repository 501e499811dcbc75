using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>The method of a request for metrics and traces.</summary>
internal static class MethodName
{
    private const string Other = "_OTHER";

    /// <summary>Returns one of the standard methods, or <c>_OTHER</c>: clients must not be able to create series.</summary>
    public static string Of(string method) =>
        HttpMethods.GetCanonicalizedValue(method) is var known
        && (HttpMethods.IsGet(known) || HttpMethods.IsPost(known) || HttpMethods.IsPut(known) || HttpMethods.IsDelete(known) || HttpMethods.IsHead(known)
            || HttpMethods.IsOptions(known) || HttpMethods.IsPatch(known) || HttpMethods.IsConnect(known) || HttpMethods.IsTrace(known))
            ? known
            : Other;
}
