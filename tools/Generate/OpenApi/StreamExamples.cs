namespace ProcessProxy.Generate.OpenApi;

/// <summary>Examples of the streams of server-sent events.</summary>
internal static class StreamExamples
{
    public const string Events =
        """
        retry: 1000
        id: 9c0f3a51b7d2-1
        event: snapshot
        data: {"id":1,"kind":"snapshot","processes":[]}


        """;

    public const string Log =
        """
        retry: 1000
        id: 2a1f.8de1c2b3a4d5e6f.1b4
        event: line
        data: {"timestamp":"2026-01-02T12:34:56.789Z","stream":"output","line":"listening on port 3000"}


        """;
}
