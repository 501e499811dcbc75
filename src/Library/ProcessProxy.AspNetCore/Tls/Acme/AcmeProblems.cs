using System.Net;
using System.Text;
using System.Text.Json;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>Reads why an authority refused.</summary>
internal static class AcmeProblems
{
    private const string Prefix = "urn:ietf:params:acme:error:";
    private const int LongestWords = 500;

    /// <summary>Returns whether a nonce was already used, or is too old: the same request with another one may succeed.</summary>
    public static bool IsBadNonce(ProblemMessage? problem) => problem?.Type == Prefix + "badNonce";

    /// <summary>Returns the problem in a response, or null if there is no valid one.</summary>
    public static ProblemMessage? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, AcmeJson.Default.ProblemMessage);
        }
        catch (JsonException)
        {
            // A page of a proxy in between; the status is enough.
            return null;
        }
    }

    /// <summary>Returns the failure of a response.</summary>
    public static AcmeException Of(Uri url, HttpStatusCode status, ProblemMessage? problem, TimeSpan? retryAfter)
    {
        var failure = problem?.Type switch
        {
            Prefix + "rateLimited" => AcmeFailure.RateLimited,
            Prefix + "accountDoesNotExist" => AcmeFailure.UnknownAccount,
            Prefix + "serverInternal" or Prefix + "badNonce" => AcmeFailure.Unreachable,
            null when status == HttpStatusCode.TooManyRequests => AcmeFailure.RateLimited,
            null => AcmeFailure.Unreachable,
            _ when status >= HttpStatusCode.InternalServerError => AcmeFailure.Unreachable,
            _ => AcmeFailure.Refused,
        };
        return new(failure, problem is null ? $"{url} answered {(int)status}." : Words(problem), retryAfter);
    }

    /// <summary>Returns a problem as one line for display.</summary>
    public static string Words(ProblemMessage problem)
    {
        var text = new StringBuilder(problem.Detail ?? problem.Type ?? "no reason given");
        foreach (var part in problem.Subproblems ?? [])
        {
            text.Append("; ").Append(part.Detail ?? part.Type);
        }

        // External text for a log: one line, of limited length.
        for (var index = 0; index < text.Length; index++)
        {
            text[index] = char.IsControl(text[index]) ? ' ' : text[index];
        }

        return text.Length > LongestWords ? text.ToString(0, LongestWords) + "…" : text.ToString();
    }
}
