namespace Kairos.Cli.Output;

/// <summary>One line on the error stream that says what goes on, once it has gone on for a second, anew each second.</summary>
/// <remarks>Only on a terminal: a log has no use for it. The line is wiped away at the end.</remarks>
internal sealed class Progress(CliConsole console)
{
    private const string StartOfLine = "\r\u001b[K";

    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);

    private long _last = console.Time.GetTimestamp();
    private bool _shown;

    /// <summary>Awaits <paramref name="work"/> and tells meanwhile that it is awaited.</summary>
    public static Task<T> WhileAsync<T>(CliConsole console, string text, Task<T> work) => WhileAsync(console, () => text, work);

    /// <summary>Awaits <paramref name="work"/> and tells meanwhile what goes on.</summary>
    /// <param name="console">Where it is told.</param>
    /// <param name="text">What is awaited, as it stands by then.</param>
    /// <param name="work">What is awaited.</param>
    public static async Task<T> WhileAsync<T>(CliConsole console, Func<string> text, Task<T> work)
    {
        Progress progress = new(console);
        using CancellationTokenSource done = new();
        long start = console.Time.GetTimestamp();
        try
        {
            while (!work.IsCompleted && await Task.WhenAny(work, Task.Delay(s_pace, console.Time, done.Token)) != work)
            {
                progress.Report($"{text()}: {Shown.Count((long)console.Time.GetElapsedTime(start).TotalSeconds)} s");
            }

            return await work;
        }
        finally
        {
            await done.CancelAsync();
            progress.Wipe();
        }
    }

    /// <summary>Shows the text when a second has passed since the last one.</summary>
    public void Report(string text)
    {
        if (!console.ErrorIsTerminal || console.Time.GetElapsedTime(_last) < s_pace)
        {
            return;
        }

        _last = console.Time.GetTimestamp();
        _shown = true;
        console.Error.Write($"{StartOfLine}{text}");
        console.Error.Flush();
    }

    /// <summary>Takes the line away.</summary>
    public void Wipe()
    {
        if (_shown)
        {
            _shown = false;
            console.Error.Write(StartOfLine);
            console.Error.Flush();
        }
    }
}
