using System.Text;

namespace Kairos.Cli;

/// <summary>What a run of the command line reads from and writes to: streams, environment, clock. Tests bring their own.</summary>
/// <remarks>Text is UTF-8 whatever the locale says: messages are Chinese, and programs read the output.</remarks>
internal sealed class CliConsole
{
    private const int BufferSize = 64 << 10;

    public required TextReader In { get; init; }

    /// <summary>For answers only; whatever else there is to say goes to <see cref="Error"/>.</summary>
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal; of no meaning when <see cref="OutIsTerminal"/> is false.</summary>
    public int Width { get; init; } = 120;

    /// <summary>An environment variable by name; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>The clock of the machine on which the command line runs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The console of this process.</summary>
    public static CliConsole OfProcess()
    {
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = utf8;
        }

        return new CliConsole
        {
            In = new StreamReader(Console.OpenStandardInput(), utf8, detectEncodingFromByteOrderMarks: true, BufferSize),
            Out = new StreamWriter(Console.OpenStandardOutput(), utf8, BufferSize) { AutoFlush = !Console.IsOutputRedirected },
            Error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected ? 0 : Console.WindowWidth,
            Variable = Environment.GetEnvironmentVariable,
        };
    }

    /// <summary>Colours are wanted: a terminal is there that knows them, and the user did not say no (https://no-color.org).</summary>
    public bool Colors(bool isTerminal) =>
        isTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";
}
