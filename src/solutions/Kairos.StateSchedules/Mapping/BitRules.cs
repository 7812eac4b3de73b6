using System.Globalization;
using System.Numerics;

namespace Kairos.StateSchedules.Mapping;

/// <summary>What must hold of the bits of a mapping.</summary>
internal static class BitRules
{
    internal static void Check(StateMapping mapping, string prefix, FaultList faults)
    {
        StateBits bits = mapping.Bits;
        (string Member, long Bit)[] all =
        [
            ("notStarted", bits.NotStarted), ("ended", bits.Ended), ("outsideSlots", bits.OutsideSlots),
            ("budgetExhausted", bits.BudgetExhausted), ("paused", bits.Paused),
        ];
        CheckEach(all, $"{prefix}bits.", faults);
        if (bits is { NotStarted: 0, Ended: 0, OutsideSlots: 0 })
        {
            faults.Add($"{prefix}bits", "names none of notStarted, ended and outsideSlots: name at least one, or no status would ever change by the clock.");
        }

        (string Member, long Bit, string? Column, string Needed)[] evaluated =
        [
            ("notStarted", bits.NotStarted, mapping.Schedule.Start, "start"),
            ("ended", bits.Ended, mapping.Schedule.End, "end"),
            ("outsideSlots", bits.OutsideSlots, mapping.Schedule.Grid, "grid"),
        ];
        foreach ((string member, long bit, string? column, string needed) in evaluated)
        {
            if (bit != 0 && column is null && mapping.Schedule is not { Grid: null, Start: null, End: null })
            {
                faults.Add($"{prefix}bits.{member}", $"is given, but schedule.{needed} is not, so it would be cleared in every row: name the column, or leave the bit out.");
            }
        }

        if (mapping.Budget is not null && bits.BudgetExhausted == 0)
        {
            faults.Add($"{prefix}bits.budgetExhausted", "is missing: a budget releases that bit, so name it, or leave the budget out.");
        }
    }

    private static void CheckEach((string Member, long Bit)[] all, string prefix, FaultList faults)
    {
        Dictionary<long, string> taken = [];
        foreach ((string member, long bit) in all.Where(one => one.Bit != 0))
        {
            if (bit < 0 || !BitOperations.IsPow2(bit))
            {
                faults.Add(prefix + member, string.Create(CultureInfo.InvariantCulture, $"is {bit}, which is no single bit: write a power of two, as in 1, 2, 4, 8."));
            }
            else if (!taken.TryAdd(bit, member))
            {
                faults.Add(prefix + member, string.Create(CultureInfo.InvariantCulture, $"is {bit}, as is {taken[bit]}: give each state a bit of its own."));
            }
        }
    }
}
