using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kairos.Bench.Reporting;

/// <summary>Prints what was measured: a table for people, or one JSON object a line.</summary>
internal sealed class Report(TextWriter output, bool json)
{
    private readonly MachineTime? _begun = MachineTime.Now();
    private readonly long _start = TimeProvider.System.GetTimestamp();

    internal void Machine()
    {
        MachineLine machine = new()
        {
            Processor = Processor(),
            Cores = Environment.ProcessorCount,
            System = RuntimeInformation.OSDescription,
            Runtime = RuntimeInformation.FrameworkDescription,
            Load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown",
            Started = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        output.WriteLine(json
            ? JsonSerializer.Serialize(machine, ReportJson.Default.MachineLine)
            : $"{machine.Processor}, {machine.Cores} cores, load {machine.Load}; {machine.System}; {machine.Runtime}; {machine.Started}\n");
    }

    /// <summary>How quiet the machine was, this program's own work included.</summary>
    internal void Disturbance()
    {
        if (_begun is not null && MachineTime.Now() is { } now)
        {
            (double busy, double stolen) = now.Since(_begun);
            double own = 100 * Environment.CpuUsage.TotalTime / (TimeProvider.System.GetElapsedTime(_start) * Environment.ProcessorCount);
            Say(
                "the machine during the run, in percent of its cores: figures of a disturbed run are upper bounds",
                ("this program", own),
                ("all programs", busy),
                ("stolen by the host", stolen));
        }
    }

    internal void Say(string name, params ReadOnlySpan<(string Name, double Value)> figures) => Print(name, figures, null, null);

    internal void Judge(string goal, bool met, string name, params ReadOnlySpan<(string Name, double Value)> figures) => Print(name, figures, goal, met);

    private void Print(string name, ReadOnlySpan<(string Name, double Value)> figures, string? goal, bool? met)
    {
        if (json)
        {
            Dictionary<string, double> values = new(StringComparer.Ordinal);
            foreach ((string figure, double value) in figures)
            {
                values.Add(figure.Replace(' ', '_'), Math.Round(value, 4));
            }

            output.WriteLine(JsonSerializer.Serialize(new Line { Name = name, Figures = values, Goal = goal, Met = met }, ReportJson.Default.Line));
        }
        else
        {
            output.WriteLine(name);
            foreach ((string figure, double value) in figures)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {figure,-34} {value,14:#,0.####}"));
            }

            if (goal is not null)
            {
                output.WriteLine($"    {(met is true ? "met" : "MISSED")}: {goal}");
            }
        }

        output.Flush();
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown"
        : RuntimeInformation.ProcessArchitecture.ToString();
}
