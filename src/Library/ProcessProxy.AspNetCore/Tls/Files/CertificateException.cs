namespace ProcessProxy.AspNetCore.Tls.Files;

/// <summary>The exception that is thrown when a certificate from files cannot be used; the message contains the files and the reason.</summary>
internal sealed class CertificateException(string message, Exception innerException) : IOException(message, innerException);
