using Kairos.Time;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Rules;

namespace Kairos.Bench.Triggers;

/// <summary>State and next change of many weekly grids at one instant, as a tick of state schedules asks for them.</summary>
internal static class GridRow
{
    // A batch of a tick; the moment is made anew for each.
    private const int Grids = 500;
    private const int Moments = 512;

    /// <summary>The moment that is made once a batch, and a trigger a grid, which looks the zone up each time.</summary>
    internal static Contestant[] Of(string zone)
    {
        Random random = new(17);
        GridTrigger[] triggers = [.. Enumerable.Range(0, Grids).Select(_ => new GridTrigger(WeeklyGrid.Of(Slots(random))) { Zone = zone })];
        WeeklyGrid[] grids = [.. triggers.Select(trigger => trigger.Grid)];
        Instant[] instants = [.. Enumerable.Range(0, Moments).Select(i => Instant.From(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero).AddSeconds(i * 7_919_777L % 63_072_000)))];
        Agree(zone, triggers, instants);
        return
        [
            new Contestant("GridMoment", times =>
            {
                for (int done = 0; done < times; done += Grids)
                {
                    GridMoment moment = new(zone, instants[done / Grids % Moments]);
                    foreach (ref readonly WeeklyGrid grid in grids.AsSpan(0, Math.Min(Grids, times - done)))
                    {
                        _ = moment.IsOn(grid);
                        _ = moment.NextChange(grid);
                    }
                }
            }),
            new Contestant("GridTrigger", times =>
            {
                for (int done = 0; done < times; done += Grids)
                {
                    Instant at = instants[done / Grids % Moments];
                    foreach (GridTrigger trigger in triggers.AsSpan(0, Math.Min(Grids, times - done)))
                    {
                        _ = trigger.IsOn(at);
                        _ = trigger.NextChange(at);
                    }
                }
            }),
        ];
    }

    // The same hours on some days, as advertisers choose them.
    private static bool[] Slots(Random random)
    {
        (int from, int until, int days) = (random.Next(24), 24 + random.Next(24), 1 + random.Next(127));
        return [.. Enumerable.Range(0, 336).Select(slot => (days & (1 << (slot / 48))) != 0 && slot % 48 >= from && slot % 48 < until)];
    }

    private static void Agree(string zone, GridTrigger[] triggers, Instant[] instants)
    {
        foreach (Instant at in instants)
        {
            GridMoment moment = new(zone, at);
            foreach (GridTrigger trigger in triggers)
            {
                if (moment.IsOn(trigger.Grid) != trigger.IsOn(at) || moment.NextChange(trigger.Grid) != trigger.NextChange(at)?.At)
                {
                    throw new InvalidOperationException($"{trigger.Grid} at {at} in {zone}: the sides differ; a comparison of unlike answers is none.");
                }
            }
        }
    }
}
