using System.Text.Json;

namespace Kairos.Lab.History;

/// <summary>Reads what the processes of a run wrote.</summary>
public static class HistoryReader
{
    /// <summary>All events of these files, in the order of their monotonic stamps.</summary>
    /// <exception cref="InvalidDataException">A line that is not the torn last one of its file is no event; the message names it.</exception>
    public static IReadOnlyList<HistoryEvent> Read(IEnumerable<string> files) =>
        [.. files.Order(StringComparer.Ordinal).SelectMany(ReadFile).OrderBy(e => e.Mono)];

    private static IEnumerable<HistoryEvent> ReadFile(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int from = 0;
        for (int line = 1; ; line++)
        {
            // What follows the last line feed was being written when its process was killed.
            int length = bytes.AsSpan(from).IndexOf((byte)'\n');
            if (length < 0)
            {
                yield break;
            }

            yield return ReadLine(bytes.AsSpan(from, length), file, line);
            from += length + 1;
        }
    }

    private static HistoryEvent ReadLine(ReadOnlySpan<byte> text, string file, int line)
    {
        try
        {
            return JsonSerializer.Deserialize(text, HistoryJson.Default.HistoryEvent)
                ?? throw new InvalidDataException($"{file}, line {line}: null is no event.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"{file}, line {line} is no event of a history: {e.Message} Read only files that a HistoryWriter wrote.", e);
        }
    }
}
