using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Reading;

/// <summary>Reads the record, newest first.</summary>
internal sealed class RunReading(Statements statements)
{
    private readonly Statement _ofJob = statements.Named("runs_of_job");
    private readonly Statement _ofOwnerKind = statements.Named("runs_of_owner_kind");
    private readonly Statement _ofKind = statements.Named("runs_of_kind");
    private readonly Statement _ofOutcome = statements.Named("runs_of_outcome");
    private readonly Statement _kinds = statements.Named("run_kinds");
    private readonly Statement _kindsOfOwner = statements.Named("run_kinds_of_owner");

    public IReadOnlyList<RunView> List(RunFilter filter)
    {
        if (filter.Job is { } job)
        {
            _ofJob.BindName(7, filter.Owner);
            _ofJob.BindName(8, filter.Kind);
            _ofJob.Bind(9, job);
            return Page(_ofJob, filter);
        }

        if (filter.Owner is { } owner)
        {
            _ofOwnerKind.BindName(7, owner);
            _kindsOfOwner.BindName(1, owner);
            return Merge(_ofOwnerKind, _kindsOfOwner, filter);
        }

        if (filter.Outcome is { } outcome && outcome != OutcomeCode.Succeeded)
        {
            _ofOutcome.BindName(8, filter.Kind);
            return Page(_ofOutcome, filter);
        }

        return Merge(_ofKind, _kinds, filter);
    }

    /// <summary>One page a kind, merged: the indexes are by kind, and kinds are few.</summary>
    private static List<RunView> Merge(Statement ofKind, Statement kinds, RunFilter filter)
    {
        if (filter.Kind is { } kind)
        {
            return PageOfKind(ofKind, kind, filter);
        }

        List<string> all = [];
        while (kinds.Step())
        {
            all.Add(kinds.Text(0));
        }

        return [.. all.SelectMany(each => PageOfKind(ofKind, each, filter))
            .OrderByDescending(run => run.Ended).ThenByDescending(run => run.Job)
            .ThenByDescending(run => run.Due).ThenByDescending(run => run.Attempt)
            .Take(filter.Limit)];
    }

    private static List<RunView> PageOfKind(Statement ofKind, string kind, RunFilter filter)
    {
        ofKind.BindName(8, kind);
        return Page(ofKind, filter);
    }

    private static List<RunView> Page(Statement page, RunFilter filter)
    {
        Instant before = filter.Before ?? new Instant(long.MaxValue);
        if (filter.After is { } after && after.Ended < before)
        {
            page.Bind(1, after.Ended);
            page.Bind(2, after.Job);
            page.Bind(3, after.Due);
            page.Bind(4, after.Attempt);
        }
        else
        {
            // No id sorts before the empty one: strictly before this instant.
            page.Bind(1, before);
            page.Bind(2, []);
            page.Bind(3, long.MinValue);
            page.Bind(4, 0);
        }

        page.Bind(5, filter.Limit);
        page.Bind(6, (int?)filter.Outcome);
        return Read(page);
    }

    private static List<RunView> Read(Statement rows)
    {
        List<RunView> read = [];
        while (rows.Step())
        {
            read.Add(new RunView
            {
                Job = rows.Id(0),
                Due = rows.Instant(1),
                Attempt = rows.Int(2),
                Fence = rows.Long(3),
                At = rows.Instant(4),
                Started = rows.MaybeInstant(5),
                Ended = rows.Instant(6),
                Outcome = (OutcomeCode)rows.Int(7),
                Owner = rows.Text(8),
                Kind = rows.Text(9),
                Key = rows.MaybeText(10),
                Reason = rows.MaybeText(11),
                Notes = rows.Bytes(12).ToArray(),
            });
        }

        return read;
    }
}
