using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Ends many attempts in one statement, those whose rows are as they were claimed; tells which they are: null where it is all of them.</summary>
internal sealed class PlainEnds(Database database)
{
    /// <summary>Jobs that end with this run.</summary>
    public async ValueTask<HashSet<Hold>?> OnceAsync(IReadOnlyList<Completion> ends, int? node)
    {
        ends = [.. ends.InKeyOrder(static end => end.Run.Job)];
        if (await SayOnceAsync(ends, node))
        {
            return null;
        }

        HashSet<Hold> accepted = await StandingAsync(ends, node);
        Completion[] moved = Moved(ends, accepted);
        if (moved.Length > 0)
        {
            accepted.UnionWith(await SayOnceAsync(moved, node) ? moved.Select(HoldOf) : await StandingAsync(moved, node));
        }

        return accepted;
    }

    /// <summary>Jobs that go on.</summary>
    public async ValueTask<HashSet<Hold>?> NextAsync(IReadOnlyList<Completion> ends, int? node)
    {
        ends = [.. ends.InKeyOrder(static end => end.Run.Job)];
        HashSet<Hold> accepted = await SayNextAsync(ends, node);
        Completion[] moved = Moved(ends, accepted);
        if (moved.Length == 0)
        {
            return accepted;
        }

        try
        {
            accepted.UnionWith(await SayNextAsync(moved, node));
        }
        catch (Exception e) when (PgErrors.IsContent(e))
        {
            // What was accepted stands; one of these can't be stored, and so they go one by one.
        }

        return accepted;
    }

    // True when all were accepted. Which they were is not asked for with it: 16,000 rows that nobody reads.
    private async ValueTask<bool> SayOnceAsync(IReadOnlyList<Completion> ends, int? node)
    {
        await using NpgsqlCommand complete = database.HotCommand("complete_once");
        BindEndedRuns(complete.Parameters, ends).Int(node).Places(ends, static end => end.Place);
        return await complete.ExecuteNonQueryAsync() == ends.Count;
    }

    // What stands by a try before this one, and may not be on the standbys yet, counts too.
    private ValueTask<HashSet<Hold>> StandingAsync(IReadOnlyList<Completion> ends, int? node) => database.InTransactionAsync(
        async connection =>
        {
            HashSet<Hold> found = await new JobRows(database, connection, node).StandingAsync([.. ends.Select(static end => end.Run)]);
            await database.ConfirmAsync(connection);
            return (found, true);
        },
        CancellationToken.None);

    private async ValueTask<HashSet<Hold>> SayNextAsync(IReadOnlyList<Completion> ends, int? node)
    {
        await using NpgsqlCommand complete = database.HotCommand("complete_next");
        BindEndedRuns(complete.Parameters, ends).Int(node)
            .Instants(ends, static end => end.Next!.Due)
            .Instants(ends, static end => end.Next!.At)
            .Ints(ends, static end => end.Next!.Attempt)
            .Texts(ends, static end => PgText.Prose(end.Next!.Reason))
            .Flags(ends, static end => RunEnds.KeepsLosses(end, end.Next!))
            .Ints(ends, static end => RunEnds.RunsToCount(end, end.Next!))
            .Places(ends, static end => end.Place);
        return [.. await complete.AllAsync(static row => new Hold(row.JobId(0), row.GetInt64(1)))];
    }

    /// <summary>Ends with follow-up jobs, with skipped occurrences, or without a run.</summary>
    public async ValueTask<HashSet<Hold>?> MoreAsync(IReadOnlyList<Completion> ends, int? node)
    {
        List<EndedRun> runs = new(ends.Count);
        List<FollowUp> followUps = [];
        for (int i = 0; i < ends.Count; i++)
        {
            Completion end = ends[i];
            if (end.Skipped is { } skipped)
            {
                runs.Add(new EndedRun(i + 1, skipped));
            }

            if (!end.NoRun)
            {
                runs.Add(new EndedRun(i + 1, end.Run));
            }

            foreach (NewJob followUp in end.FollowUps)
            {
                followUps.Add(new FollowUp(i + 1, followUp));
            }
        }

        await using NpgsqlCommand complete = database.Command("complete");
        BindEnds(complete.Parameters, ends);
        BindRuns(complete.Parameters, runs).Int(node);
        BindFollowUps(complete.Parameters, followUps);
        return [.. (await complete.AllAsync(static row => (int)row.GetInt64(0) - 1)).Select(i => HoldOf(ends[i]))];
    }

    // A vacuum full moves all rows: what stands no more where it was claimed is looked for by its key.
    private static Completion[] Moved(IReadOnlyList<Completion> ends, HashSet<Hold> accepted) =>
        [.. ends.Where(end => end.Place != 0 && !accepted.Contains(HoldOf(end))).Select(static end => end with { Place = 0 })];

    /// <summary>What a completion ends. One job may be in a batch under two fences, of which one at most is good.</summary>
    public static Hold HoldOf(Completion end) => new(end.Run.Job, end.Run.Fence);

    private static void BindEnds(NpgsqlParameterCollection to, IReadOnlyList<Completion> ends) => to
        .Holds(ends, HoldOf)
        .Ints(ends, static end => end.Version)
        .Flags(ends, static end => end.Next is not null)
        .MaybeInstants(ends, static end => end.Next?.Due)
        .MaybeInstants(ends, static end => end.Next?.At)
        .MaybeInts(ends, static end => end.Next?.Attempt)
        .Texts(ends, static end => PgText.Prose(end.Next?.Reason))
        .Flags(ends, static end => end.Next is { } next && RunEnds.KeepsLosses(end, next))
        .Ints(ends, static end => end.Next is { } next ? RunEnds.RunsToCount(end, next) : 0);

    private static NpgsqlParameterCollection BindRuns(NpgsqlParameterCollection to, List<EndedRun> runs) => to
        .Longs(runs, static r => r.End)
        .Instants(runs, static r => r.Run.Due)
        .Ints(runs, static r => r.Run.Attempt)
        .Instants(runs, static r => r.Run.At)
        .MaybeInstants(runs, static r => r.Run.Started)
        .Instants(runs, static r => r.Run.Ended)
        .Shorts(runs, static r => (int)r.Run.Outcome)
        .Texts(runs, static r => PgText.Prose(r.Run.Reason))
        .MaybeBytes(runs, static r => r.Run.Notes)
        .Longs(runs, static r => r.Run.Fence);

    private static void BindFollowUps(NpgsqlParameterCollection to, List<FollowUp> followUps) => to
        .Longs(followUps, static f => f.End)
        .Ids(followUps, static f => f.Job.Id)
        .Texts(followUps, static f => f.Job.Owner)
        .Texts(followUps, static f => f.Job.Kind)
        .Instants(followUps, static f => f.Job.Due)
        .Instants(followUps, static f => f.Job.At)
        .Ints(followUps, static f => f.Job.Priority)
        .MaybeInts(followUps, static f => f.Job.MaxAttempts)
        .Texts(followUps, static f => f.Job.Trigger)
        .AllBytes(followUps, static f => f.Job.Payload)
        .Flags(followUps, static f => f.Job.Quiets);

    private static NpgsqlParameterCollection BindEndedRuns(NpgsqlParameterCollection to, IReadOnlyList<Completion> ends) => to
        .Holds(ends, HoldOf)
        .Ints(ends, static end => end.Version)
        .Instants(ends, static end => end.Run.Due)
        .Ints(ends, static end => end.Run.Attempt)
        .Instants(ends, static end => end.Run.At)
        .MaybeInstants(ends, static end => end.Run.Started)
        .Instants(ends, static end => end.Run.Ended)
        .Shorts(ends, static end => (int)end.Run.Outcome)
        .Texts(ends, static end => PgText.Prose(end.Run.Reason))
        .MaybeBytes(ends, static end => end.Run.Notes);

    private readonly record struct EndedRun(int End, RunView Run);

    private readonly record struct FollowUp(int End, NewJob Job);
}
