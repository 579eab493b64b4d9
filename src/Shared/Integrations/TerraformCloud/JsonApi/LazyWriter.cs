using System.Runtime.InteropServices;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>Objects and arrays that are written with their first member, so that what is left empty by dropped nulls
/// and unselected fields never appears.</summary>
internal sealed class LazyWriter(Utf8JsonWriter writer)
{
    private const int NoName = -1;

    private byte[] names = new byte[256];
    private int namesLength;
    private Frame[] frames = new Frame[16];
    private int count;
    private int written;

    /// <summary>Where values go, after <see cref="Name"/> or <see cref="Begin"/>.</summary>
    public Utf8JsonWriter Writer => writer;

    /// <summary>An object or array that is a member.</summary>
    public void Open(ReadOnlySpan<byte> name, bool isArray)
    {
        if (namesLength + name.Length > names.Length)
            Array.Resize(ref names, (namesLength + name.Length) * 2);
        name.CopyTo(names.AsSpan(namesLength));
        Push(new Frame(namesLength, name.Length, isArray));
        namesLength += name.Length;
    }

    /// <summary>An object or array that is an element of an array, or the root.</summary>
    public void OpenElement(bool isArray) => Push(new Frame(namesLength, NoName, isArray));

    /// <summary>Writes whatever has been opened and not written.</summary>
    public void Begin()
    {
        for (; written < count; written++)
        {
            var frame = frames[written];
            if (frame.NameLength != NoName)
                writer.WritePropertyName(names.AsSpan(frame.NameStart, frame.NameLength));
            if (frame.IsArray)
                writer.WriteStartArray();
            else
                writer.WriteStartObject();
        }
    }

    /// <summary>The name of a scalar member whose value is written next.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        Begin();
        writer.WritePropertyName(name);
    }

    /// <summary>The end of the object or array opened last.</summary>
    public void Close()
    {
        var frame = frames[--count];
        namesLength = frame.NameStart;
        if (written <= count)
            return;
        written = count;
        if (frame.IsArray)
            writer.WriteEndArray();
        else
            writer.WriteEndObject();
    }

    private void Push(Frame frame)
    {
        if (count == frames.Length)
            Array.Resize(ref frames, count * 2);
        frames[count++] = frame;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Frame(int NameStart, int NameLength, bool IsArray);
}
