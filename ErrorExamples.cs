using System.Text.Json;

namespace ProcessProxy.AspNetCore.Tests.OpenApi;

/// <summary>What each error code means and what an answer with it looks like.</summary>
internal static class ErrorExamples
{
    private static readonly Dictionary<string, (string Meaning, string Sentence)> Codes = new(StringComparer.Ordinal)
    {
        [ErrorCodes.BadArgument] = ("an argument has no sense", "lines must be a whole number from 1 to 10000, not 0."),
        [ErrorCodes.Unauthorized] = ("the API key is missing or wrong", "This call needs the header 'Authorization: Bearer <key>'."),
        [ErrorCodes.Forbidden] = ("this user of the machine may not command, or the request comes from another site's page", "Requests from 'http://evil.example' are refused."),
        [ErrorCodes.TooManyAttempts] = ("too many wrong API keys came from the same caller", "Too many wrong API keys came from here. Try again in 8 s."),
        [ErrorCodes.ProcessNotFound] = ("no process has this id", "There is no process 'nobody'."),
        [ErrorCodes.Conflict] = ("the state stands against the command", "web was stopped meanwhile by another command."),
        [ErrorCodes.DependencyNotReady] = ("a process it depends on is not coming up", "web waits for database, which has failed."),
        [ErrorCodes.LaunchFailed] = ("the program could not be launched", "web could not be started: there is no program 'node' in its PATH."),
        [ErrorCodes.ConfigurationInvalid] = ("the configuration has problems", "The configuration has 1 problem."),
        [ErrorCodes.InternalError] = ("a fault of the server; its log says which", "The server has a fault; its log says which."),
        [ErrorCodes.ShuttingDown] = ("the server is going down", "The server is shutting down."),
    };

    public static string Meaning(string code) => Codes[code].Meaning;

    public static string Of(string code)
    {
        var problems = code == ErrorCodes.ConfigurationInvalid
            ? new[] { new ConfigurationProblem("/srv/config/processes.yaml", 3, 5, "PP0101", "processes.web.comand", "Unknown key 'comand'.", "command") }
            : null;
        return JsonSerializer.Serialize(new ApiFailure(false, Codes[code].Sentence, code, problems), ApiJson.Default.ApiFailure);
    }
}
