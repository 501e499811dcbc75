namespace ProcessProxy.AspNetCore.Tls.Files;

/// <summary>A certificate in files cannot be used; the message names the files and says why.</summary>
internal sealed class CertificateException(string message, Exception innerException) : IOException(message, innerException);
