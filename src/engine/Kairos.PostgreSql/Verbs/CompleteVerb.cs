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
    private readonly PlainEnds _plain = new(database);

    public async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, int? node)
    {
        CompletionAnswer[] answers = new CompletionAnswer[completions.Count];
        List<int> once = [], next = [], more = [], others = [];
        for (int i = 0; i < answers.Length; i++)
        {
            ListFor(completions[i]).Add(i);
        }

        await CompletePlainAsync(ends => _plain.OnceAsync(ends, node), completions, once, others);
        await CompletePlainAsync(ends => _plain.NextAsync(ends, node), completions, next, others);
        await CompletePlainAsync(ends => _plain.MoreAsync(ends, node), completions, more, others);
        foreach (int i in others)
        {
            answers[i] = await CompleteAloneAsync(completions[i], now, node);
        }

        // Where the row was changed its own plan stands, and is not known here.
        Instant free = others.Count > 0 ? Instant.Min : Instant.Max;
        foreach (int i in once.Concat(next).Concat(more))
        {
            answers[i] = CompletionAnswer.Committed;
            free = Instant.Earlier(free, completions[i].Next?.At ?? Instant.Max);
        }

        low.Lower(free);
        return answers;

        List<int> ListFor(Completion completion) =>
            !IsPlain(completion) ? others
            : completion.FollowUps.Count > 0 || completion.NoRun || completion.Skipped is not null ? more
            : completion.Next is null ? once : next;
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
    private async ValueTask CompletePlainAsync(
        Func<IReadOnlyList<Completion>, ValueTask<HashSet<Hold>?>> complete, IReadOnlyList<Completion> all, List<int> plain, List<int> others)
    {
        if (plain.Count == 0)
        {
            return;
        }

        try
        {
            HashSet<Hold>? accepted = await complete([.. plain.Select(i => all[i])]);
            for (int i = plain.Count - 1; accepted is not null && i >= 0; i--)
            {
                if (!accepted.Contains(PlainEnds.HoldOf(all[plain[i]])))
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
            await CompletePlainAsync(complete, all, first, others);
            await CompletePlainAsync(complete, all, second, others);
            plain.Clear();
            plain.AddRange(first);
            plain.AddRange(second);
        }
    }

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
        if (repeated)
        {
            await database.ConfirmAsync(connection);
        }

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
}
