using Kairos.Jobs;
using Kairos.Lab.Stores;
using Kairos.Stores;
using Kairos.Time;
using Npgsql;

namespace Kairos.Lab.Tests.Seeded;

/// <summary>The fence is no condition of a completion: it takes whatever hold stands for its own.</summary>
internal sealed class CompletesByIdAlone(IJobStore inner, string database) : PassingStore(inner)
{
    public override async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        List<Completion> taken = [];
        foreach (Completion end in completions)
        {
            taken.Add(await StandingAsync(end.Run.Job) is { } row ? end with { Run = end.Run with { Fence = row.Fence, Attempt = row.Attempt + 1 } } : end);
        }

        return await base.CompleteAsync(taken, now, ct);
    }

    private async Task<(long Fence, int Attempt)?> StandingAsync(JobId job)
    {
        await using NpgsqlConnection connection = new($"{database};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand read = new("select fence, attempt from kairos.job where id = $1", connection);
        read.Parameters.Add(new NpgsqlParameter { Value = job.Value });
        await using NpgsqlDataReader row = await read.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt64(0), row.GetInt32(1)) : null;
    }
}

/// <summary>What became of a completion whose answer was lost is not read back: it is taken for refused.</summary>
internal sealed class TakesNoAnswerForNo(IJobStore inner) : PassingStore(inner)
{
    public override async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        try
        {
            return await base.CompleteAsync(completions, now, ct);
        }
        catch (StoreUnavailableException)
        {
            return [.. completions.Select(_ => CompletionAnswer.Refused)];
        }
    }
}

/// <summary>What became of a completion or a submit whose answer was lost is not read back: it is taken for done.</summary>
internal sealed class TakesNoAnswerForYes(IJobStore inner) : PassingStore(inner)
{
    public override async ValueTask<SubmitAnswer> SubmitAsync(NewJob job, Instant now, CancellationToken ct)
    {
        try
        {
            return await base.SubmitAsync(job, now, ct);
        }
        catch (StoreUnavailableException)
        {
            return new SubmitAnswer(SubmitStatus.Created, job.Id);
        }
    }

    public override async ValueTask<IReadOnlyList<CompletionAnswer>> CompleteAsync(IReadOnlyList<Completion> completions, Instant now, CancellationToken ct)
    {
        try
        {
            return await base.CompleteAsync(completions, now, ct);
        }
        catch (StoreUnavailableException)
        {
            return [.. completions.Select(_ => CompletionAnswer.Committed)];
        }
    }
}

/// <summary>What a claim whose answer was lost had brought is not looked for.</summary>
internal sealed class AdoptsNothing(IJobStore inner) : PassingStore(inner)
{
    public override ValueTask<IReadOnlyList<Hold>> HeldAsync(CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<Hold>>([]);
}

/// <summary>No bug: the answer of the first claim that brings something is lost on its way.</summary>
internal sealed class LosesAClaim(IJobStore inner) : PassingStore(inner)
{
    private int _lost;

    public override async ValueTask<IReadOnlyList<ArmedRow>> ArmAsync(Instant from, Instant until, int limit, CancellationToken ct)
    {
        IReadOnlyList<ArmedRow> rows = await base.ArmAsync(from, until, limit, ct);
        return rows.Count == 0 || Interlocked.Exchange(ref _lost, 1) != 0 ? rows : throw new StoreUnavailableException("The answer was lost.");
    }
}

/// <summary>Others are judged by when they say they were seen, on a wall clock that goes ahead.</summary>
internal sealed class ComparesBeatsByClock(IJobStore inner, string database, TimeSpan ahead, TimeSpan takeOverAfter) : PassingStore(inner)
{
    public override BeatAnswer Beat(NodeClock clock)
    {
        BeatAnswer answer = base.Beat(clock);
        foreach (NodeBeat other in answer.Others)
        {
            if (TimeProvider.System.GetUtcNow() + ahead - SeenAt(other.Node) > takeOverAfter)
            {
                TryTakeOverAsync(other.Node, other.Beat, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }

        return answer;
    }

    private DateTimeOffset SeenAt(int node)
    {
        using NpgsqlConnection connection = new($"{database};Pooling=false");
        connection.Open();
        using NpgsqlCommand read = new("select seen from kairos.node where id = $1", connection);
        read.Parameters.Add(new NpgsqlParameter { Value = node });
        return new DateTimeOffset((DateTime)read.ExecuteScalar()!);
    }
}
