namespace ProcessProxy;

/// <summary>A command could not be carried out, or a server could not start. The same exception with the same code comes from both client implementations.</summary>
/// <param name="code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="message">A sentence that names the thing.</param>
/// <param name="innerException">What caused it, if anything.</param>
public class ProcessProxyException(string code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Gets one of the <see cref="ErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>Gets the problems of the configuration if <see cref="Code"/> is <see cref="ErrorCodes.ConfigurationInvalid"/>; empty otherwise.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];

    /// <summary>What went wrong in one sentence, without the <see cref="Problems"/>.</summary>
    public string Sentence => base.Message;

    /// <summary>What went wrong, with every one of the <see cref="Problems"/> on a line of its own.</summary>
    public override string Message => string.Join(Environment.NewLine, [base.Message, .. Problems]);
}
