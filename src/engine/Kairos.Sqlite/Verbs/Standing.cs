using Kairos.Jobs;
using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>A job as a change finds it. Between the reading and the change nothing comes: one thread writes.</summary>
internal readonly record struct Standing
{
    public required bool Held { get; init; }

    public required long Fence { get; init; }

    public required int Version { get; init; }

    public required JobState State { get; init; }

    public required Want Want { get; init; }

    public required Instant Due { get; init; }

    public required Instant At { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Its occurrence has ended, only the next is not planned yet.</summary>
    public required bool Settle { get; init; }

    public required string Kind { get; init; }

    public required string? Key { get; init; }

    public ChangeAnswer Answer(Grip grip) => grip.Answer(Held, Fence);

    public bool Leaves(Grip grip) => grip.Leaves(Held, Fence);
}

/// <summary>What a job's row wants for the end of its hold. The numbers are stored.</summary>
internal enum Want
{
    Nothing = 0,

    /// <summary>It ends.</summary>
    End = 1,

    /// <summary>It is paused, however the hold ends.</summary>
    Pause = 2,

    /// <summary>It was paused, is run now, and is paused again when that run has ended.</summary>
    PauseAgain = 3,
}

/// <summary>Reads jobs that are to be changed, and leaves word on those that are held.</summary>
internal sealed class StandingJobs(Statements statements)
{
    private readonly Statement _read = statements.Named("change_read");
    private readonly Statement _want = statements.Named("want");

    public Standing? Read(string owner, JobId id)
    {
        _read.Bind(1, id);
        _read.BindName(2, owner);
        if (!_read.Step())
        {
            return null;
        }

        Standing job = new()
        {
            Held = _read.Flag(0),
            Fence = _read.Long(1),
            Version = _read.Int(2),
            State = (JobState)_read.Int(3),
            Want = (Want)_read.Int(4),
            Due = _read.Instant(5),
            At = _read.Instant(6),
            Attempt = _read.Int(7),
            Settle = _read.Flag(8),
            Kind = _read.Text(9),
            Key = _read.MaybeText(10),
        };
        _read.Reset();
        return job;
    }

    /// <summary>As <see cref="Read"/>, without those that were cancelled and are about to end.</summary>
    public Standing? ReadLasting(string owner, JobId id) => Read(owner, id) is { Want: not Want.End } job ? job : null;

    public void Ask(JobId id, Standing job, Want want)
    {
        _want.Bind(1, id);
        _want.Bind(2, job.Fence);
        _want.Bind(3, (int)want);
        Changed(_want.Execute());
    }

    /// <summary>Each change counts its rows: what was read a moment ago on this thread is there.</summary>
    public static void Changed(int rows)
    {
        if (rows != 1)
        {
            throw new InvalidOperationException($"A change of one job touched {rows} rows: its statement does not fit what was read.");
        }
    }
}
