using System.Text.RegularExpressions;
using Kairos.StateSchedules.Tables;
using Kairos.Triggers;

namespace Kairos.StateSchedules.Mapping;

/// <summary>What holds between the members of a mapping, whatever the database says of them later.</summary>
internal static partial class MappingRules
{
    /// <summary>Each is a job at every tick.</summary>
    internal const int MostSlices = 256;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <param name="mapping">An empty text stands for a required member whose fault has been told.</param>
    /// <param name="prefix">What stands before the members' names in faults.</param>
    /// <param name="faults">Takes what is wrong.</param>
    internal static void Check(StateMapping mapping, string prefix, FaultList faults)
    {
        if (mapping.Name.Length > 0 && !Name().IsMatch(mapping.Name))
        {
            faults.Add($"{prefix}name", $"is '{mapping.Name}': write 1 to 60 of a-z, 0-9, - and _.");
        }

        if (mapping.Connection.Length > 0 && string.IsNullOrWhiteSpace(mapping.Connection))
        {
            faults.Add($"{prefix}connection", "is blank: write a connection string, or env:NAME for one in an environment variable.");
        }

        CheckTimes(mapping, prefix, faults);
        ColumnRules.Check(mapping, prefix, faults);
        BitRules.Check(mapping, prefix, faults);
        CheckSchedule(mapping.Schedule, $"{prefix}schedule", faults);
        CheckCondition($"{prefix}filter", mapping.Filter, faults);
        if (mapping.Budget is { } budget)
        {
            CheckJoin($"{prefix}budget", (budget.Table, budget.Key, budget.By), faults);
            CheckCondition($"{prefix}budget.release", budget.Release.Length == 0 ? null : budget.Release, faults);
        }
    }

    private static void CheckTimes(StateMapping mapping, string prefix, FaultList faults)
    {
        if (mapping.Every < TimeSpan.FromSeconds(1) || mapping.Every > s_hour || s_hour.Ticks % mapping.Every.Ticks != 0)
        {
            faults.Add($"{prefix}every", "doesn't divide an hour: slots begin on quarters of one, so write 1m, 30s, 5m, 15m or the like, from 1s to 1h.");
        }

        if (mapping.Shard is not null && mapping.Slices > mapping.Shards.Length && mapping.Shards.Length > 0)
        {
            faults.Add($"{prefix}slices", $"is {mapping.Slices}, but there are {mapping.Shards.Length} shards: a slice has at least one, so write {mapping.Shards.Length} at most.");
        }

        try
        {
            _ = LocalTimes.Zone(mapping.Zone);
        }
        catch (ArgumentException)
        {
            faults.Add($"{prefix}zone", $"is '{mapping.Zone}', which is unknown here: use an IANA id such as Asia/Shanghai, and see that the package tzdata is installed.");
        }
    }

    private static void CheckSchedule(ScheduleMapping schedule, string path, FaultList faults)
    {
        if (schedule is { Grid: null, Start: null, End: null })
        {
            faults.Add(path, "names no column of grid, start or end: name at least one, or nothing would ever change.");
        }

        CheckJoin(path, (schedule.Table, schedule.Key, schedule.By), faults);
        if (schedule.Vendor is not (null or "tencent" or "oceanengine"))
        {
            faults.Add($"{path}.vendor", $"is '{schedule.Vendor}': write tencent or oceanengine, or leave it out, and all zeros mean never.");
        }
        else if (schedule is { Vendor: not null, Grid: null })
        {
            faults.Add($"{path}.vendor", "is given, but no grid: name the grid's column, or leave the vendor out.");
        }
    }

    private static void CheckJoin(string path, (string? Table, string? Key, string? By) join, FaultList faults)
    {
        (string Member, string? Value, string Meaning)[] needed = [("key", join.Key, "its unique column"), ("by", join.By, "the status table's column that holds that key")];
        foreach ((string member, string? value, string meaning) in needed)
        {
            if (join.Table is not null && value is null)
            {
                faults.Add($"{path}.{member}", $"is missing: with a table of its own, name {meaning}.");
            }
            else if (join.Table is null && value is not null)
            {
                faults.Add($"{path}.{member}", "is given without a table: name the table it joins, or leave it out where the columns are the status table's own.");
            }
        }
    }

    private static void CheckCondition(string path, string? sql, FaultList faults)
    {
        if (sql is not null && SqlFragment.Fault(sql) is { } fault)
        {
            faults.Add(path, fault);
        }
        else if (sql is not null && Parameter().Matches(sql).FirstOrDefault(static match => match.Groups["number"].Success) is { } parameter)
        {
            // The statements around it have parameters of their own: one of them would be taken for it.
            faults.Add(path, $"has the parameter {parameter.Value} in it: write its value.");
        }
    }

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\$(?<number>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^[a-z0-9_-]{1,60}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Name();
}
