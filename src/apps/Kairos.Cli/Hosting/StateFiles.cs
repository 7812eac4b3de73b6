using System.Collections.Immutable;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Server;
using Kairos.StateSchedules.Mapping;

namespace Kairos.Cli.Hosting;

/// <summary>The files of mappings that a server is given.</summary>
internal static class StateFiles
{
    // Where REST has its passes, no mapping could be asked for.
    private const string Passes = "passes";

    /// <summary>Reads all files; what is wrong in any of them is written to the error stream, a line a fault.</summary>
    /// <exception cref="CliFailure">A file can't be read, or there are faults.</exception>
    internal static ImmutableArray<StateMapping> Read(IReadOnlyList<string> paths, CliConsole console)
    {
        List<StateMapping> mappings = [];
        List<string> faults = [];
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            using StreamReader file = InputFile.Open(path);
            MappingReading reading = MappingReader.Read(file.ReadToEnd(), console.Variable);
            faults.AddRange(reading.Faults.Select(fault => $"{path}: {fault}"));
            foreach (StateMapping mapping in reading.Mappings)
            {
                faults.AddRange(FaultsOf(mapping, files.GetValueOrDefault(mapping.Name), mappings).Select(fault => $"{path}: {mapping.Name}.{fault}"));
                files.TryAdd(mapping.Name, path);
                mappings.Add(mapping);
            }
        }

        foreach (string fault in faults)
        {
            console.Error.WriteLine(PlainText.Of(fault));
        }

        return faults.Count == 0
            ? [.. mappings]
            : throw CliFailure.Usage(faults.Count == 1 ? "the mappings have a fault" : $"the mappings have {Shown.Number(faults.Count)} faults", "mend what is named above; docs/STATE-SCHEDULES.md tells each member");
    }

    private static IEnumerable<string> FaultsOf(StateMapping mapping, string? sameIn, IEnumerable<StateMapping> others)
    {
        if (sameIn is not null)
        {
            yield return $"name: is given in {sameIn} already: give each mapping a name of its own.";
        }

        if (others.Select(other => MappingOverlap.Fault(mapping, other)).FirstOrDefault(static fault => fault is not null) is { } shared)
        {
            yield return $"filter: {shared}";
        }

        if (mapping.Name == Passes)
        {
            yield return $"name: '{Passes}' is where passes are asked for: give it another.";
        }

        if (StateDatabases.Fault(mapping.Connection) is { } fault)
        {
            yield return $"connection: {fault}";
        }
    }
}
