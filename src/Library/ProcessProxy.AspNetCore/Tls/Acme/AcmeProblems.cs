using System.Net;
using System.Text;
using System.Text.Json;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>Reads why an authority refused.</summary>
internal static class AcmeProblems
{
    private const string Prefix = "urn:ietf:params:acme:error:";
    private const int LongestWords = 500;

    /// <summary>Whether a number was used before, or is too old: the same request with another one may pass.</summary>
    public static bool IsBadNonce(ProblemMessage? problem) => problem?.Type == Prefix + "badNonce";

    /// <summary>The problem in an answer, or null when there is none to be read.</summary>
    public static ProblemMessage? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, AcmeJson.Default.ProblemMessage);
        }
        catch (JsonException)
        {
            // A page of something in between; the status says enough.
            return null;
        }
    }

    /// <summary>The failure that an answer stands for.</summary>
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

    /// <summary>A problem as one line for people.</summary>
    public static string Words(ProblemMessage problem)
    {
        var text = new StringBuilder(problem.Detail ?? problem.Type ?? "no reason given");
        foreach (var part in problem.Subproblems ?? [])
        {
            text.Append("; ").Append(part.Detail ?? part.Type);
        }

        // What comes from outside goes to a log: one line, of sensible length.
        for (var index = 0; index < text.Length; index++)
        {
            text[index] = char.IsControl(text[index]) ? ' ' : text[index];
        }

        return text.Length > LongestWords ? text.ToString(0, LongestWords) + "…" : text.ToString();
    }
}
