using System.Runtime.InteropServices;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Network;

/// <summary>Passes sockets as <c>SCM_RIGHTS</c>.</summary>
internal sealed unsafe partial class LinuxDescriptorPassing : DescriptorPassing
{
    private const int UnixFamily = 1;
    private const int KeepsMessages = 5;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int CloseReceivedOnExec = 0x40000000;
    private const int GetDescriptorFlags = 1;
    private const int SetDescriptorFlags = 2;
    private const int SocketTypeOption = 3;
    private const int DuplicateCloseOnExec = 1030;

    public override bool IsSupported => true;

    public override (SafeHandle One, SafeHandle Other) Pair()
    {
        var two = stackalloc int[2];
        return SocketPair(UnixFamily, KeepsMessages | CloseOnExec, 0, two) == 0
            ? (new Descriptor(two[0]), new Descriptor(two[1]))
            : throw Failure("There can be no channel between two processes");
    }

    public override SafeHandle Duplicate(SafeHandle socket)
    {
        var isHeld = false;
        socket.DangerousAddRef(ref isHeld);
        try
        {
            var copy = Libc.Fcntl((int)socket.DangerousGetHandle(), DuplicateCloseOnExec, 0);
            return copy >= 0 ? new Descriptor(copy) : throw Failure("A socket cannot be kept");
        }
        finally
        {
            socket.DangerousRelease();
        }
    }

    public override void Send(SafeHandle socket, ReadOnlySpan<byte> message, IReadOnlyList<SafeHandle> descriptors)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Count, Most);
        var control = stackalloc byte[ControlHeader.Space(Most)];
        fixed (byte* bytes = message)
        {
            var part = new MessagePart { Bytes = bytes, Length = (nuint)message.Length };
            var header = new MessageHeader { Parts = &part, PartCount = 1 };
            var held = new List<SafeHandle>(descriptors.Count);
            try
            {
                if (descriptors.Count > 0)
                {
                    *(ControlHeader*)control = new() { Length = (nuint)ControlHeader.LengthOf(descriptors.Count), Level = SocketLevel, Type = Rights };
                    foreach (var descriptor in descriptors)
                    {
                        var isHeld = false;
                        descriptor.DangerousAddRef(ref isHeld);
                        ((int*)(control + sizeof(ControlHeader)))[held.Count] = (int)descriptor.DangerousGetHandle();
                        held.Add(descriptor);
                    }

                    header.Control = control;
                    header.ControlLength = (nuint)ControlHeader.Space(descriptors.Count);
                }

                while (SendMessage(socket, &header, DontWait | NoSignal) < 0)
                {
                    if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
                    {
                        throw Failure("The message cannot be sent");
                    }
                }
            }
            finally
            {
                held.ForEach(descriptor => descriptor.DangerousRelease());
            }
        }
    }

    public override int Receive(SafeHandle socket, Span<byte> message, ICollection<SafeHandle> descriptors)
    {
        var room = ControlHeader.Space(Most);
        var control = stackalloc byte[room];
        fixed (byte* bytes = message)
        {
            while (true)
            {
                var part = new MessagePart { Bytes = bytes, Length = (nuint)message.Length };
                var header = new MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)room };
                var length = ReceiveMessage(socket, &header, CloseReceivedOnExec);
                if (length >= 0)
                {
                    Take(control, header.ControlLength, descriptors);
                    return (int)length;
                }

                // Whatever else it is, nothing more will come.
                if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
                {
                    return 0;
                }
            }
        }
    }

    public override SafeHandle? Inherit(int descriptor)
    {
        int type;
        var length = (uint)sizeof(int);
        if (Libc.Fcntl(descriptor, GetDescriptorFlags, 0) < 0 || GetSocketOption(descriptor, SocketLevel, SocketTypeOption, &type, &length) != 0)
        {
            return null;
        }

        const int closeOnExec = 1;
        _ = Libc.Fcntl(descriptor, SetDescriptorFlags, closeOnExec);
        return new Descriptor(descriptor);
    }

    private static void Take(byte* control, nuint length, ICollection<SafeHandle> descriptors)
    {
        // The kernel puts all descriptors of a message into one header.
        var header = (ControlHeader*)control;
        if (length < (nuint)sizeof(ControlHeader) || header->Level != SocketLevel || header->Type != Rights)
        {
            return;
        }

        var count = ((int)header->Length - sizeof(ControlHeader)) / sizeof(int);
        for (var i = 0; i < count; i++)
        {
            descriptors.Add(new Descriptor(((int*)(control + sizeof(ControlHeader)))[i]));
        }
    }

    private static IOException Failure(string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int family, int type, int protocol, int* two);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSocketOption(int socket, int level, int option, int* value, uint* length);

    /// <summary>struct iovec.</summary>
    private struct MessagePart
    {
        public byte* Bytes;
        public nuint Length;
    }

    /// <summary>struct msghdr of 64-bit Linux.</summary>
    private struct MessageHeader
    {
        public void* Name;
        public nuint NameLength;
        public MessagePart* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct cmsghdr of 64-bit Linux; the descriptors follow it.</summary>
    private struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;

        public static int LengthOf(int descriptors) => sizeof(ControlHeader) + (descriptors * sizeof(int));

        public static int Space(int descriptors) => (LengthOf(descriptors) + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);
    }
}
