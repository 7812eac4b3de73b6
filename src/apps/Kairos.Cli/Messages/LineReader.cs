using System.Text;

namespace Kairos.Cli.Messages;

/// <summary>Cuts text into lines as it arrives.</summary>
/// <remarks>
/// A line ends with LF or CR LF. What arrives at one read is given at once, so that a program which writes a line and
/// waits for its answer gets it, and a large file costs one write a block.
/// </remarks>
internal sealed class LineReader(TextReader input)
{
    /// <summary>Characters of a line beyond which the rest is dropped, so that a stream without line ends takes no more memory.</summary>
    /// <remarks>250 times what a message may have: dropping changes no answer.</remarks>
    public const int LongestLine = 1 << 20;

    private const int BlockSize = 32 << 10;

    private readonly char[] _block = new char[BlockSize];
    private readonly StringBuilder _begun = new();

    /// <summary>Reads what is there next and adds the lines it completes.</summary>
    /// <returns>False at the end; a last line without an end has been added by then.</returns>
    public async ValueTask<bool> ReadAsync(List<string> lines, CancellationToken stop)
    {
        // A terminal's read can't be cancelled: it is left alone instead.
        int count = await input.ReadAsync(_block, stop).AsTask().WaitAsync(stop);
        if (count == 0)
        {
            if (_begun.Length > 0)
            {
                lines.Add(TakeLine());
            }

            return false;
        }

        ReadOnlySpan<char> rest = _block.AsSpan(0, count);
        for (int end = rest.IndexOf('\n'); end >= 0; end = rest.IndexOf('\n'))
        {
            Keep(rest[..end]);
            lines.Add(TakeLine());
            rest = rest[(end + 1)..];
        }

        Keep(rest);
        return true;
    }

    private void Keep(ReadOnlySpan<char> part) => _begun.Append(part[..Math.Min(part.Length, LongestLine - _begun.Length)]);

    private string TakeLine()
    {
        int length = _begun.Length > 0 && _begun[^1] == '\r' ? _begun.Length - 1 : _begun.Length;
        string line = _begun.ToString(0, length);
        _begun.Clear();
        return line;
    }
}
