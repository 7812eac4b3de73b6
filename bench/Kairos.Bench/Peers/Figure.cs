using Kairos.Bench.Peers.Child;
using Kairos.Bench.Storage;

namespace Kairos.Bench.Peers;

/// <summary>One figure of a measure.</summary>
/// <param name="Name">What it is of, the measure's title included.</param>
/// <param name="Unit">Of <paramref name="Value"/>.</param>
/// <param name="MoreIsBetter">Else less is.</param>
/// <param name="Value">As measured.</param>
internal sealed record Figure(string Name, string Unit, bool MoreIsBetter, double Value)
{
    /// <summary>What a child measured and what it took, in the order in which it is told.</summary>
    internal static IReadOnlyList<Figure> Of(Measure measure, ChildFigures child, double clientSeconds, DatabaseWork database)
    {
        if (measure.IsBurst)
        {
            Sample late = new(child.LateMs!);
            return
            [
                Less($"{measure.Title}: p50", "ms", late.Median),
                Less($"{measure.Title}: p99", "ms", late.P99),
                Less($"{measure.Title}: last", "ms", late.Last),
                Less($"{measure.Title}: early", "jobs", late.CountOf(static ms => ms < 0)),
            ];
        }

        double jobs = child.Jobs!.Value;
        int looks = child.Looks ?? 0;
        double rate = jobs / child.Seconds!.Value;
        return measure != Measure.Due
            ? [new Figure(measure.Title, "jobs/s", MoreIsBetter: true, rate)]
            :
            [
                new Figure(measure.Title, "jobs/s", MoreIsBetter: true, rate),
                Less($"{measure.Title}: CPU of client and database", "us/job", 1e6 * (clientSeconds + database.CpuSeconds) / jobs),
                Less($"{measure.Title}: statements", "per job", (database.Statements - looks) / jobs),
                Less($"{measure.Title}: transactions", "per job", (database.Transactions - looks) / jobs),
            ];
    }

    private static Figure Less(string name, string unit, double value) => new(name, unit, MoreIsBetter: false, value);
}
