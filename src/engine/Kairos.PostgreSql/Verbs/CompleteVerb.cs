using Kairos.Jobs;
using Kairos.PostgreSql.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kairos.PostgreSql.Verbs;

/// <summary>Ends attempts: record, next occurrence and follow-ups. What is plain goes in one statement, the rest one by one.</summary>
internal sealed class CompleteVerb(Database database, SubmitVerb submit, LowWater low, ILogger logger)
{
    public async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, int? node)
    {
        CompletionAnswer[] answers = new CompletionAnswer[completions.Count];
        List<int> plain = new(answers.Length);
        List<int> others = [];
        for (int i = 0; i < answers.Length; i++)
        {
            (IsPlain(completions[i]) ? plain : others).Add(i);
        }

        await CompletePlainAsync(completions, plain, others, node);
        foreach (int i in others)
        {
            answers[i] = await CompleteAloneAsync(completions[i], now, node);
        }

        // Where the row was changed its own plan stands, and is not known here.
        Instant free = others.Count > 0 ? Instant.Min : Instant.Max;
        foreach (int i in plain)
        {
            answers[i] = CompletionAnswer.Committed;
            free = Instant.Earlier(free, completions[i].Next?.At ?? Instant.Max);
        }

        low.Lower(free);

        return answers;
    }

    // A follow-up with a key may meet a live job, and what then becomes of it is decided row by row.
    private static bool IsPlain(Completion completion)
    {
        foreach (NewJob followUp in completion.FollowUps)
        {
            if (followUp.Key is not null || followUp.IdempotencyKey is not null)
            {
                return false;
            }
        }

        return true;
    }

    // What was not accepted moves from plain to others.
    private async ValueTask CompletePlainAsync(IReadOnlyList<Completion> all, List<int> plain, List<int> others, int? node)
    {
        if (plain.Count == 0)
        {
            return;
        }

        try
        {
            HashSet<int> accepted = await ExecuteAsync([.. plain.Select(i => all[i])], node);
            for (int i = plain.Count - 1; i >= 0; i--)
            {
                if (!accepted.Contains(i))
                {
                    others.Add(plain[i]);
                    plain.RemoveAt(i);
                }
            }
        }
        catch (Exception e) when (PgErrors.IsContent(e))
        {
            if (plain.Count == 1)
            {
                others.Add(plain[0]);
                plain.Clear();
                return;
            }

            Log.BatchHalved(logger, plain.Count, e);
            List<int> first = plain[..(plain.Count / 2)];
            List<int> second = plain[(plain.Count / 2)..];
            await CompletePlainAsync(all, first, others, node);
            await CompletePlainAsync(all, second, others, node);
            plain.Clear();
            plain.AddRange(first);
            plain.AddRange(second);
        }
    }

    private async ValueTask<HashSet<int>> ExecuteAsync(Completion[] ends, int? node)
    {
        List<EndedRun> runs = new(ends.Length);
        List<FollowUp> followUps = [];
        for (int i = 0; i < ends.Length; i++)
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
        return [.. await complete.AllAsync(static row => (int)row.GetInt64(0) - 1)];
    }

    private static void BindEnds(NpgsqlParameterCollection to, Completion[] ends) => to
        .Holds(ends, static end => new Hold(end.Run.Job, end.Run.Fence))
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

    private async ValueTask<CompletionAnswer> CompleteAloneAsync(Completion completion, Instant now, int? node)
    {
        try
        {
            return await database.InTransactionAsync(
                async connection =>
                {
                    CompletionAnswer answer = await EndAsync(connection, completion, now, node);
                    return (answer, answer == CompletionAnswer.Committed);
                },
                CancellationToken.None);
        }
        catch (Exception e) when (PgErrors.IsContent(e))
        {
            return CompletionAnswer.Unstorable;
        }
    }

    private async ValueTask<CompletionAnswer> EndAsync(NpgsqlConnection connection, Completion completion, Instant now, int? node)
    {
        RunEnds ends = new(new JobRows(database, connection, node));
        (CompletionAnswer answer, bool repeated) = await ends.EndChangedAsync(completion, now);
        if (answer != CompletionAnswer.Committed || repeated)
        {
            return answer;
        }

        foreach (NewJob followUp in completion.FollowUps)
        {
            if (!(await submit.StoreAsync(connection, followUp, now)).Accepted)
            {
                return CompletionAnswer.Unstorable;
            }
        }

        return CompletionAnswer.Committed;
    }

    private readonly record struct EndedRun(int End, RunView Run);

    private readonly record struct FollowUp(int End, NewJob Job);
}
