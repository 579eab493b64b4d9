namespace ServerlessMcp.Testing;

/// <summary>A body that ends in the middle, as a connection does that was cut.</summary>
internal sealed class CutStream(byte[] received) : Stream
{
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var length = Math.Min(count, received.Length - position);
        if (length == 0 && count > 0)
        {
            throw new HttpIOException(
                HttpRequestError.ResponseEnded, "The connection was closed before the answer ended.");
        }

        received.AsSpan(position, length).CopyTo(buffer.AsSpan(offset, length));
        position += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(buffer, offset, count));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var chunk = new byte[buffer.Length];
        var length = Read(chunk, 0, chunk.Length);
        chunk.AsMemory(0, length).CopyTo(buffer);
        return ValueTask.FromResult(length);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
