using ProcessProxy.Configuration;

namespace ProcessProxy.Server;

/// <summary>The exception that is thrown when no configuration was named, and there is none in the current folder or above it.</summary>
/// <param name="passedOver">Why an existing one is not used; null if there is none.</param>
internal sealed class NoConfigurationException(string? passedOver) : Exception(
    $"There is no {ServerNames.ConfigFile} or proxy.yaml in {Environment.CurrentDirectory} or a folder above it. {(passedOver is null ? "" : passedOver + " ")}Name a file with --config.");
