using Kairos.Cli.Output;
using Kairos.Seats.Commands;

namespace Kairos.Cli.Messages;

/// <summary>Reads messages, one a line, and writes how each is understood, one a line.</summary>
internal sealed class MessageReading(CliConsole console)
{
    /// <summary>Every line must be a sample; otherwise a line that is none is a message.</summary>
    public bool SamplesOnly { get; init; }

    public bool Json { get; init; }

    public bool Chinese { get; init; }

    /// <returns>Failed when a sample was not read as it expects; a faulty message is a result like any other.</returns>
    /// <exception cref="CliFailure">A line is no sample and must be one.</exception>
    public async Task<int> RunAsync(TextReader input, CancellationToken stop)
    {
        LineReader reader = new(input);
        Expectations expectations = new(console.Error);
        Progress progress = new(console);
        List<string> lines = [];
        long number = 0;
        bool more = true;
        while (more)
        {
            stop.ThrowIfCancellationRequested();
            lines.Clear();
            more = await reader.ReadAsync(lines, stop);
            foreach (string line in lines)
            {
                Answer(Read(line, ++number), number, expectations);
            }

            await console.Out.FlushAsync(stop);
            if (!console.OutIsTerminal)
            {
                progress.Report($"{Shown.Count(number)} lines read");
            }
        }

        progress.Wipe();
        expectations.WriteSummary();
        return expectations.AllMet ? ExitCode.Ok : ExitCode.Failed;
    }

    private MessageLine Read(string line, long number)
    {
        if (!SamplesOnly)
        {
            return MessageLine.Of(line);
        }

        return MessageLine.TryReadSample(line, out MessageLine? sample)
            ? sample
            : throw new CliFailure($"line {number} is no sample", "write {\"text\":\"…\"} on each line, or leave --jsonl out to read plain messages");
    }

    private void Answer(MessageLine line, long number, Expectations expectations)
    {
        SeatParse parse = SeatCommandParser.Parse(line.Text);
        string? json = Json || line.Expect is not null ? SeatCommandJson.Text(parse) : null;
        console.Out.WriteLine(Json ? json : Words(parse));
        if (line.Expect is { } expected)
        {
            expectations.Compare(number, expected, json!);
        }
    }

    private string Words(SeatParse parse) => parse switch
    {
        SeatCommand command => $"✅ {PlainText.Of(command.Canonical)}",
        SeatFault fault => PlainText.Of($"❌ {fault.Field.WireName()} {fault.Code.WireName()}: {(Chinese ? fault.Chinese : fault.English)} {(Chinese ? "例" : "e.g.")} {fault.Example}"),
        _ => throw new InvalidOperationException("A message is a command or a fault."),
    };
}
