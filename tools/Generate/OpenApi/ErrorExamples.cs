using System.Text.Json;

namespace ProcessProxy.Generate.OpenApi;

/// <summary>The meaning of each error code, with an example response.</summary>
internal static class ErrorExamples
{
    private static readonly Dictionary<string, (string Meaning, string Sentence)> Codes = new(StringComparer.Ordinal)
    {
        [ErrorCodes.BadArgument] = ("an argument is not valid", "lines must be a whole number from 1 to 10000, not 0."),
        [ErrorCodes.Unauthorized] = ("the API key is missing or wrong", "This server requires an API key: Authorization: Bearer <key>."),
        [ErrorCodes.Forbidden] = ("this user does not have access, or the request comes from a page of another site", "Requests from 'http://evil.example' are refused."),
        [ErrorCodes.TooManyAttempts] = ("too many wrong API keys came from the same caller", "Too many attempts with a wrong API key. Try again in 8 s."),
        [ErrorCodes.ProcessNotFound] = ("no process has this ID", "There is no process 'nobody'."),
        [ErrorCodes.Conflict] = ("the state of the process does not allow the command", "web was stopped meanwhile by another command."),
        [ErrorCodes.DependencyNotReady] = ("a process it depends on is not starting", "web waits for database, which has failed."),
        [ErrorCodes.ReplacementFailed] = (
            "the new program did not become ready, and the old one continues",
            "web was not replaced: the new program exited with code 1. Its last lines: Error: Cannot find module './app'"),
        [ErrorCodes.UpgradeFailed] = (
            "the new server did not come up, and the old one continues",
            "The server was not replaced, and goes on: The configuration has 1 problem."),
        [ErrorCodes.LaunchFailed] = ("the program could not be started", "web could not be started: there is no program 'node' in its PATH."),
        [ErrorCodes.ConfigurationInvalid] = ("the configuration has problems", "The configuration has 1 problem."),
        [ErrorCodes.InternalError] = ("an error in the server; see its log", "The call failed because of an error in the server. See the log of the server."),
        [ErrorCodes.ShuttingDown] = ("the server is stopping", "The server is stopping."),
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
