using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kairos.Triggers.Text;

namespace Kairos.StateSchedules.Mapping;

/// <summary>Reads files of mappings: one object, or a list of them; JSON, with comments and trailing commas as people leave them.</summary>
public static partial class MappingReader
{
    /// <summary>Slices by default where there are more shards than that.</summary>
    private const int UsualSlices = 8;

    private const string VariablePrefix = "env:";

    private static readonly JsonDocumentOptions s_lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads a file; what is wrong with it is told all at once.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="variable">The value of an environment variable, null where it is not set: for connections written as <c>env:NAME</c>.</param>
    public static MappingReading Read(string json, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(variable);
        FaultList faults = new();
        List<StateMapping> mappings = [];
        try
        {
            using JsonDocument file = JsonDocument.Parse(json, s_lenient);
            ReadAll(file.RootElement, variable, mappings, faults);
        }
        catch (JsonException e)
        {
            // Its own message may quote the text, and the text may hold a password.
            faults.Add("$", $"is no JSON from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on: look for a quote, comma or bracket that is missing there.");
        }

        return new MappingReading { Mappings = faults.IsEmpty ? [.. mappings] : [], Faults = faults.ToArray() };
    }

    private static void ReadAll(JsonElement root, Func<string, string?> variable, List<StateMapping> mappings, FaultList faults)
    {
        bool isList = root.ValueKind == JsonValueKind.Array;
        List<JsonElement> all = isList ? [.. root.EnumerateArray()] : [root];
        if (all.Count == 0)
        {
            faults.Add("$", "is an empty list: write a mapping into it, or leave the file out.");
        }

        Dictionary<string, string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < all.Count; i++)
        {
            string prefix = isList ? $"[{i}]." : "";
            if (all[i].ValueKind != JsonValueKind.Object)
            {
                faults.Add(isList ? $"[{i}]" : "$", $"is {MappingMembers.Kind(all[i])}: write a mapping as an object in braces.");
                continue;
            }

            StateMapping mapping = ReadOne(new MappingMembers(all[i], prefix, faults), variable, faults);
            MappingRules.Check(mapping, prefix, faults);
            if (mappings.Select(other => MappingOverlap.Fault(mapping, other)).FirstOrDefault(fault => fault is not null) is { } shared)
            {
                faults.Add($"{prefix}filter", shared);
            }

            mappings.Add(mapping);
            if (!names.TryAdd(mapping.Name, prefix))
            {
                faults.Add($"{prefix}name", $"is '{mapping.Name}', as is that of {names[mapping.Name].TrimEnd('.')}: give each mapping a name of its own.");
            }
        }
    }

    private static StateMapping ReadOne(MappingMembers members, Func<string, string?> variable, FaultList faults)
    {
        string? shard = members.Text("shard");
        string? filter = members.Text("filter");
        ImmutableArray<int>? shards = Shards(members, faults);
        StateMapping mapping = new()
        {
            Name = members.Required("name"),
            Connection = Connection(members, variable, faults),
            Table = members.Required("table"),
            Key = members.Required("key"),
            Filter = filter,
            KeyIndex = KeyIndex(members, filter, faults),
            Shard = shard,
            Shards = shards ?? [0],
            Slices = Slices(members, shards, faults),
            Zone = members.Text("zone") ?? "UTC",
            Every = Every(members, faults),
            Status = members.Required("status"),
            Bits = Bits(members, faults),
            Version = members.Text("version"),
            NextChange = members.Text("nextChange") ?? "next_change",
            Schedule = Schedule(members, faults),
            Budget = Budget(members),
        };
        if (shard is null != shards is null)
        {
            faults.Add(members.Path(shard is null ? "shard" : "shards"), shard is null
                ? "is missing: shards name the values of a column, so name the column, or leave both out."
                : "is missing: name the values of the shard column, as in 0-63.");
        }

        members.End();
        return mapping;
    }

    private static bool KeyIndex(MappingMembers members, string? filter, FaultList faults)
    {
        bool? given = members.Flag("keyIndex");
        if (given is not null && filter is null)
        {
            faults.Add(members.Path("keyIndex"), "is given, but no filter: the key's own index serves all rows, so leave it out.");
        }

        return given ?? true;
    }

    private static string Connection(MappingMembers members, Func<string, string?> variable, FaultList faults)
    {
        string text = members.Required("connection");
        if (!text.StartsWith(VariablePrefix, StringComparison.Ordinal))
        {
            return text;
        }

        string name = text[VariablePrefix.Length..];
        if (!VariableName().IsMatch(name))
        {
            faults.Add(members.Path("connection"), "names no environment variable behind 'env:': write letters, digits and _, as in env:ADS_DB.");
            return "";
        }

        string? value = variable(name);
        if (string.IsNullOrWhiteSpace(value))
        {
            faults.Add(members.Path("connection"), $"names the environment variable {name}, which is not set: set it to the connection string of the database.");
        }

        return value ?? "";
    }

    private static ImmutableArray<int>? Shards(MappingMembers members, FaultList faults)
    {
        if (members.Text("shards") is not { } text)
        {
            return null;
        }

        if (!ShardText.TryRead(text, out ImmutableArray<int> shards, out string? fault))
        {
            faults.Add(members.Path("shards"), fault);
        }

        return shards;
    }

    private static int Slices(MappingMembers members, ImmutableArray<int>? shards, FaultList faults)
    {
        long slices = members.Number("slices") ?? Math.Clamp(shards?.Length ?? 1, 1, UsualSlices);
        if (slices is < 1 or > MappingRules.MostSlices)
        {
            faults.Add(members.Path("slices"), $"is {slices}: write 1 to {MappingRules.MostSlices}.");
            return 1;
        }

        return (int)slices;
    }

    private static TimeSpan Every(MappingMembers members, FaultList faults)
    {
        TimeSpan span = TimeSpan.FromMinutes(1);
        if (members.Text("every") is { } text && !DurationText.TryRead(text, out span))
        {
            faults.Add(members.Path("every"), $"is '{text}', which is no span of time: {DurationText.Expected}.");
        }

        return span;
    }

    private static StateBits Bits(MappingMembers members, FaultList faults)
    {
        if (members.Object("bits") is not { } bits)
        {
            faults.Add(members.Path("bits"), "is missing: name the bits of the status column, as in { \"notStarted\": 1, \"ended\": 2, \"outsideSlots\": 4 }.");
            return new StateBits();
        }

        StateBits read = new()
        {
            NotStarted = bits.Number("notStarted") ?? 0,
            Ended = bits.Number("ended") ?? 0,
            OutsideSlots = bits.Number("outsideSlots") ?? 0,
            BudgetExhausted = bits.Number("budgetExhausted") ?? 0,
            Paused = bits.Number("paused") ?? 0,
        };
        bits.End();
        return read;
    }

    private static ScheduleMapping Schedule(MappingMembers members, FaultList faults)
    {
        if (members.Object("schedule") is not { } schedule)
        {
            faults.Add(members.Path("schedule"), "is missing: name the columns of grid, start or end, as in { \"grid\": \"time_series\" }.");
            return new ScheduleMapping();
        }

        bool hasGrid = schedule.Has("grid");
        ScheduleMapping read = new()
        {
            Table = schedule.Text("table"),
            Key = schedule.Text("key"),
            By = schedule.Text("by"),
            Grid = schedule.Text("grid"),
            Format = Format(schedule, hasGrid, faults),
            Vendor = schedule.Text("vendor"),
            Start = schedule.Text("start"),
            End = schedule.Text("end"),
            Paused = schedule.Text("paused"),
        };
        schedule.End();
        return read;
    }

    private static GridFormat Format(MappingMembers schedule, bool hasGrid, FaultList faults)
    {
        string? text = schedule.Text("format");
        if (text is not (null or "slots" or "coefficients" or "ranges"))
        {
            faults.Add(schedule.Path("format"), $"is '{text}': write slots, coefficients or ranges.");
        }
        else if (text is not null && !hasGrid)
        {
            faults.Add(schedule.Path("format"), "is given, but no grid: name the grid's column, or leave the format out.");
        }

        return text switch
        {
            "coefficients" => GridFormat.Coefficients,
            "ranges" => GridFormat.Ranges,
            _ => GridFormat.Slots,
        };
    }

    private static BudgetMapping? Budget(MappingMembers members)
    {
        if (members.Object("budget") is not { } budget)
        {
            return null;
        }

        BudgetMapping read = new()
        {
            Table = budget.Text("table"),
            Key = budget.Text("key"),
            By = budget.Text("by"),
            Release = budget.Required("release"),
        };
        budget.End();
        return read;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex VariableName();
}
