using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Unix;

/// <summary>The open files of this process on Unix, where .NET passes on the errors of the system.</summary>
internal class UnixOpenFileTable : OpenFileTable
{
    public override bool SaysFull(IOException fault) => fault.HResult is Errno.TooManyFiles or Errno.TooManyFilesInSystem or Errno.OutOfMemory;
}
