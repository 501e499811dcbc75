namespace ProcessProxy.Tests.Architecture;

/// <summary>A namespace of the core and those it may know, without the beginning <c>ProcessProxy.</c> that all have.</summary>
/// <param name="Space">The namespace.</param>
/// <param name="Knows">Namespaces on lower floors.</param>
public sealed record Floor(string Space, params string[] Knows)
{
    private static readonly string[] BelowSupervision = ["Background", "Configuration", "Health", "Logs", "Platform", "Resources"];

    /// <summary>The core's parts with all that is below them, from the lowest to the highest. The root is above all of them and may know each.</summary>
    public static IReadOnlyList<Floor> Parts { get; } =
    [
        new("Background"),
        new("Configuration"),
        new("Platform", "Background", "Configuration"),
        new("Guarding", "Platform"),
        new("Health", "Background", "Configuration", "Platform"),
        new("Logs", "Background", "Configuration", "Platform"),
        new("Resources", "Background", "Platform"),
        new("Supervision", BelowSupervision),
    ];

    /// <summary>The folders of the platform. Its root is no floor: callers get through it to the system that was chosen.</summary>
    public static IReadOnlyList<Floor> OfPlatform { get; } = In(
        "Platform",
        new("Streams"),
        new("FailPoints"),
        new("Files", "FailPoints"),
        new("Network", "Files"),
        new("Processes", "Network"),
        new("Servers", "Files", "Network", "Processes"),
        new("Unix", "Files", "Network", "Processes", "Streams"),
        new("Linux.Inotify", "Files", "Unix"),
        new("Linux.Files", "FailPoints", "Files", "Linux.Inotify", "Processes", "Unix"),
        new("Linux.Proc", "Linux.Files", "Processes", "Unix"),
        new("Linux.Cgroups", "Linux.Proc", "Processes", "Unix"),
        new("Linux.Trees", "Linux.Cgroups", "Linux.Files", "Linux.Proc", "Processes", "Unix"),
        new("Linux.Network", "Files", "Linux.Files", "Linux.Proc", "Network", "Unix"),
        new("Linux.Processes", "FailPoints", "Linux.Cgroups", "Linux.Files", "Linux.Network", "Linux.Proc", "Linux.Trees", "Network", "Processes", "Unix"),
        new("Linux", "Linux.Files", "Linux.Network", "Linux.Processes", "Unix"),
        new("MacOS.Native", "Processes", "Unix"),
        new("MacOS.Files", "Files", "MacOS.Native", "Processes", "Unix"),
        new("MacOS.Processes", "FailPoints", "MacOS.Files", "MacOS.Native", "Processes", "Unix"),
        new("MacOS", "Files", "MacOS.Files", "MacOS.Processes", "Unix"),
        new("Windows.Native", "Processes"),
        new("Windows.Files", "Files", "Processes", "Windows.Native"),
        new("Windows.Programs", "Processes"),
        new("Windows.Processes", "FailPoints", "Processes", "Windows.Files", "Windows.Native", "Windows.Programs"),
        new("Windows", "Files", "Network", "Streams", "Windows.Files", "Windows.Native", "Windows.Processes"));

    /// <summary>The folders of the logs.</summary>
    public static IReadOnlyList<Floor> OfLogs { get; } =
    [
        .. In(
            "Logs",
            new("Files"),
            new("Growth", "Files"),
            new("Rotation", "Files", "Growth"),
            new("Parts", "Files", "Growth"),
            new("Reading", "Files", "Growth", "Parts", "Rotation")),
        new("Logs", "Logs.Files", "Logs.Parts", "Logs.Reading"),
    ];

    /// <summary>The folders of supervision. Its root is no floor: what each of them says in the log, and what puts them together.</summary>
    public static IReadOnlyList<Floor> OfSupervision { get; } = In(
        "Supervision",
        new("Lanes"),
        new("Reloading"),
        new("Machine"),
        new("Groups", "Machine"),
        new("Feed", "Machine"),
        new("Keeping", "Groups", "Machine"),
        new("Metrics", "Feed", "Machine"),
        new("Dependencies", "Feed", "Machine"),
        new("Services", "Dependencies", "Feed", "Keeping", "Lanes", "Machine", "Metrics"),
        new("Helpers", "Machine", "Services"),
        new("Recovering", "Groups", "Keeping", "Machine", "Services"),
        new("Running", "Dependencies", "Feed", "Groups", "Helpers", "Keeping", "Lanes", "Machine", "Metrics", "Recovering", "Services"),
        new("Diagnosis", "Dependencies", "Feed", "Keeping", "Machine", "Running"));

    private static Floor[] In(string part, params Floor[] folders) =>
        [.. folders.Select(folder => new Floor($"{part}.{folder.Space}", [.. folder.Knows.Select(known => $"{part}.{known}")]))];
}
