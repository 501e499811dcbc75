namespace ProcessProxy;

/// <summary>The exception that is thrown when a command fails or a server cannot start. Both client implementations throw it with the same code.</summary>
/// <param name="code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="message">The description of the error, one sentence.</param>
/// <param name="innerException">The exception that caused the error, or null.</param>
public class ProcessProxyException(string code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Gets one of the <see cref="ErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>Gets the problems of the configuration if <see cref="Code"/> is <see cref="ErrorCodes.ConfigurationInvalid"/>; empty otherwise.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];

    /// <summary>Gets the description of the error in one sentence, without the <see cref="Problems"/>.</summary>
    public string Sentence => base.Message;

    /// <summary>Gets the description of the error, followed by each of the <see cref="Problems"/> on its own line.</summary>
    public override string Message => string.Join(Environment.NewLine, [base.Message, .. Problems]);
}
