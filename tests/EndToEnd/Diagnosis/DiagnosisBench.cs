using Xunit;

namespace ProcessProxy.EndToEnd.Diagnosis;

/// <summary>Asks for the diagnosis of a process once the world is as it should be.</summary>
internal static class DiagnosisBench
{
    /// <summary>A program that ends in this way.</summary>
    public static string Script(string script) => $"command: \"sh\", args: [\"-c\", \"{script}\"]";

    /// <summary>The diagnosis of a process when it has come to a state.</summary>
    public static async Task<ProcessDiagnosis> DiagnoseAsync(this ServerUnderTest server, string id, RunState state)
    {
        await server.WaitForAsync(id, state);
        return await server.Client.GetDiagnosisAsync(id, TestContext.Current.CancellationToken);
    }

    /// <summary>The first diagnosis with a cause.</summary>
    public static async Task<ProcessDiagnosis> DiagnoseAsync(this ServerUnderTest server, string id, DiagnosisCause cause)
    {
        ProcessDiagnosis? found = null;
        await Wait.Until(
            async () => (found = await server.Client.GetDiagnosisAsync(id, TestContext.Current.CancellationToken)).Cause == cause,
            $"{id} is found to be {cause}");
        return found!;
    }
}
