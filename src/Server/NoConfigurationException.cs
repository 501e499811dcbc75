using ProcessProxy.Configuration;

namespace ProcessProxy.Server;

/// <summary>No configuration was named, and there is none in the current folder or above it.</summary>
/// <param name="passedOver">Why one that is there is not used; null when there is none.</param>
internal sealed class NoConfigurationException(string? passedOver) : Exception(
    $"There is no {ServerNames.ConfigFile} or proxy.yaml in {Environment.CurrentDirectory} or a folder above it. {(passedOver is null ? "" : passedOver + " ")}Name a file with --config.");
