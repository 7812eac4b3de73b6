using System.Globalization;
using Kairos.Cli.Output;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Cli.Triggers;

/// <summary>Draws a simulation: one row a trigger, one column a stretch of time.</summary>
internal sealed class TimeLine(Simulation simulation, TimeZoneInfo zone, int width)
{
    private const int MostMoved = 20;
    private const int LeastCells = 24;
    private const int MostCells = 144;

    private readonly int _label = Math.Min(24, simulation.Triggers.Max(static t => t.Name.Length));

    private int Cells => Math.Clamp(width - _label - 2, LeastCells, MostCells);

    private long Length => simulation.Until.Micros - simulation.From.Micros;

    public void Write(TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Local(simulation.From):yyyy-MM-dd HH:mm} to {Local(simulation.Until):yyyy-MM-dd HH:mm}, {zone.Id}; a column is {Text()}"));
        output.WriteLine();
        output.WriteLine($"{new string(' ', _label)}  {Axis()}");
        foreach (SimulatedTrigger trigger in simulation.Triggers)
        {
            output.WriteLine($"{PlainText.Of(trigger.Name).PadRight(_label)[.._label]}  {Row(trigger)}");
        }

        output.WriteLine();
        output.WriteLine("| starts (2-9, # so many)   > moved to here   x pushed away from here   ░ quiet   █ on");
        foreach (SimulatedTrigger trigger in simulation.Triggers)
        {
            WriteMoved(output, trigger);
        }
    }

    private string Text() => Kairos.Triggers.Text.DurationText.Write(TimeSpan.FromSeconds(Math.Max(1, Math.Round(Length / 1e6 / Cells))));

    // A label at each column in which an hour, or several, begin; as many as there is room for.
    private string Axis()
    {
        char[] axis = new string(' ', Cells + 5).ToCharArray();
        int free = 0;
        DateTimeOffset last = Local(Begin(0));
        for (int cell = 0; cell < Cells; cell++)
        {
            DateTimeOffset begin = Local(Begin(cell));
            bool isHour = begin.Hour != last.Hour || begin.Date != last.Date || (cell == 0 && begin is { Minute: 0, Second: 0 });
            last = begin;
            if (isHour && cell >= free)
            {
                $"{begin.Hour:00}:00".CopyTo(axis.AsSpan(cell));
                free = cell + 7;
            }
        }

        return new string(axis).TrimEnd();
    }

    private string Row(SimulatedTrigger trigger)
    {
        char[] row = new string('·', Cells).ToCharArray();
        foreach (QuietSpan span in trigger.Quiet)
        {
            for (int cell = Math.Max(0, CellOf(span.From)); cell < Cells && Begin(cell) < span.Until; cell++)
            {
                row[cell] = '░';
            }
        }

        if (trigger.Trigger is GridTrigger grid)
        {
            for (int cell = 0; cell < Cells; cell++)
            {
                row[cell] = grid.IsOn(Begin(cell)) ? '█' : row[cell];
            }

            return new string(row);
        }

        foreach (IGrouping<int, Instant> starts in trigger.Starts.GroupBy(CellOf).Where(group => group.Key >= 0 && group.Key < Cells))
        {
            int count = starts.Count();
            row[starts.Key] = count == 1 ? '|' : count < 10 ? (char)('0' + count) : '#';
        }

        foreach (PlannedOccurrence moved in trigger.Moved)
        {
            Mark(row, CellOf(moved.Due), 'x');
        }

        foreach (PlannedOccurrence moved in trigger.Moved.Where(static m => m.At is not null))
        {
            Mark(row, CellOf(moved.At!.Value), '>');
        }

        return new string(row);
    }

    private static void Mark(char[] row, int cell, char mark)
    {
        if (cell >= 0 && cell < row.Length)
        {
            row[cell] = mark;
        }
    }

    private void WriteMoved(TextWriter output, SimulatedTrigger trigger)
    {
        PlannedOccurrence[] moved = [.. trigger.Moved.Where(m => m.Due < simulation.Until)];
        if (moved.Length > 0)
        {
            output.WriteLine();
            output.WriteLine($"{PlainText.Of(trigger.Name)}: {moved.Length} pushed away");
        }

        foreach (PlannedOccurrence occurrence in moved.Take(MostMoved))
        {
            string to = occurrence.At is { } at ? string.Create(CultureInfo.InvariantCulture, $"{Local(at):HH:mm:ss}") : "dropped";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Local(occurrence.Due):MM-dd HH:mm:ss} -> {to}"));
        }

        if (moved.Length > MostMoved)
        {
            output.WriteLine($"  … and {moved.Length - MostMoved} more; --json has all");
        }
    }

    // -1 and the number of cells stand for what lies outside.
    private int CellOf(Instant instant) => instant < simulation.From ? -1
        : instant >= simulation.Until ? Cells
        : (int)((Int128)(instant.Micros - simulation.From.Micros) * Cells / Length);

    private Instant Begin(int cell) => new(simulation.From.Micros + (long)((Int128)Length * cell / Cells));

    private DateTimeOffset Local(Instant instant) => TimeZoneInfo.ConvertTime(instant.ToDateTimeOffset(), zone);
}
