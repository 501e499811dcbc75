using System.Buffers;
using ProcessProxy.Logs.Files;

namespace ProcessProxy.Logs.Parts;

/// <summary>
/// Splits a file into lines, forwards from an offset. A line longer than <see cref="LogLimits.PieceBytes"/> is returned in
/// pieces that split no character. The file itself keeps incomplete lines, so nothing is lost when the buffer is released.
/// </summary>
internal sealed class LineReader(LogBytes bytes, long offset, IndexCursor index) : IDisposable
{
    private const byte Newline = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    // The longest line returned whole, with both bytes of its end.
    private const int Window = LogLimits.PieceBytes + 2;

    private LogBytes _bytes = bytes;
    private IndexCursor _index = index;
    private byte[]? _buffer;
    private int _start;
    private int _length;
    private int _searched;

    /// <summary>Gets the offset of the first byte that has not been returned.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Continues with the file that follows the one read so far, and keeps the beginning of a line.</summary>
    public void ContinueIn(LogBytes next, IndexCursor nextIndex) => (_bytes, _index) = (next, nextIndex);

    /// <summary>Reads the next line or piece.</summary>
    /// <param name="limit">The end of the file for this call.</param>
    /// <param name="complete">Whether bytes before <paramref name="limit"/> without a newline are a line.</param>
    /// <param name="line">The bytes without the line end, valid until the next call.</param>
    /// <returns>False if there is none yet.</returns>
    public bool TryRead(long limit, bool complete, out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var window = Buffered(limit);
            var newline = window[_searched..].IndexOf(Newline);
            var (length, taken) = newline >= 0 ? (_searched + newline, _searched + newline + 1)
                : window.Length == Window ? Cut(window)
                : (window.Length, window.Length);
            var isPiece = newline < 0 && window.Length == Window;
            var isLine = newline >= 0;

            if (_index.FindRunEnd(Offset, Offset + length) is { } runEnd)
            {
                length = taken = (int)(runEnd - Offset);
                (isLine, isPiece) = (true, false);
            }

            if (!isLine && !isPiece && Fill(limit))
            {
                _searched = window.Length;
                continue;
            }

            if (isLine || isPiece || (complete && length > 0 && !_bytes.IsStale))
            {
                line = isPiece ? window[..length] : WithoutCarriageReturn(window[..length]);
                Take(taken);
                return true;
            }

            _searched = window.Length;
            line = default;
            return false;
        }
    }

    /// <summary>Releases the buffer until the next call.</summary>
    public void Release()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _start, _length, _searched) = (null, 0, 0, 0);
    }

    public void Dispose() => Release();

    private static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) =>
        line is [.. var rest, CarriageReturn] ? rest : line;

    private static (int Length, int Taken) Cut(ReadOnlySpan<byte> window)
    {
        var cut = Utf8Boundary.AtOrBefore(window, LogLimits.PieceBytes);
        return (cut, cut);
    }

    private ReadOnlySpan<byte> Buffered(long limit)
    {
        var length = (int)Math.Min(Math.Min(_length, Window), Math.Max(0, limit - Offset));
        return _buffer.AsSpan(_start, length);
    }

    private void Take(int count)
    {
        _start += count;
        _length -= count;
        _searched = 0;
        Offset += count;
    }

    /// <summary>Reads more bytes; returns false if there are none before the limit.</summary>
    private bool Fill(long limit)
    {
        var wanted = limit - Offset - _length;
        if (wanted <= 0)
        {
            return false;
        }

        _buffer ??= ArrayPool<byte>.Shared.Rent(Window + LogLimits.BlockBytes);
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _length).CopyTo(_buffer);
            _start = 0;
        }

        var room = _buffer.AsSpan(_length);
        var read = _bytes.Read(room[..(int)Math.Min(room.Length, wanted)], Offset + _length);
        _length += read;
        return read > 0;
    }
}
