using Kairos.Jobs;

namespace Kairos.Stores;

/// <summary>What its caller has in hand of a job's hold when it changes the job.</summary>
/// <threadsafety>Immutable.</threadsafety>
public readonly record struct Grip
{
    private readonly Reach _reach;
    private readonly long _fence;

    private Grip(Reach reach, long fence) => (_reach, _fence) = (reach, fence);

    private enum Reach
    {
        None,
        Withdrawn,
        Started,
        Unseen,
    }

    /// <summary>Nothing: only a job that nobody holds is changed.</summary>
    public static Grip None => default;

    /// <summary>Nothing after every look: a job that somebody holds is changed for when that hold ends.</summary>
    public static Grip Unseen => new(Reach.Unseen, 0);

    /// <summary>The hold of this fence, taken out of memory before its start: it ends with the change.</summary>
    public static Grip Withdrawn(long fence) => new(Reach.Withdrawn, fence);

    /// <summary>The hold of this fence has started: the change is for when it ends.</summary>
    public static Grip Started(long fence) => new(Reach.Started, fence);

    /// <summary>Nothing after every look.</summary>
    internal bool IsUnseen => _reach == Reach.Unseen;

    /// <summary>What a change comes to.</summary>
    /// <param name="held">Whether somebody holds the job.</param>
    /// <param name="fence">The job's fence.</param>
    /// <returns>
    /// Applied where nobody else can start it; too late where it runs; pending where somebody else holds it. Except for
    /// <see cref="Unseen"/>, a pending change is not made.
    /// </returns>
    public ChangeAnswer Answer(bool held, long fence) => (held, _reach) switch
    {
        (false, _) => ChangeAnswer.Applied,
        (true, Reach.Withdrawn) when fence == _fence => ChangeAnswer.Applied,
        (true, Reach.Started) when fence == _fence => ChangeAnswer.TooLate,
        _ => ChangeAnswer.Pending,
    };

    /// <summary>The change is left with whoever holds the job.</summary>
    public bool Leaves(bool held, long fence) => held && (_reach == Reach.Unseen || (_reach == Reach.Started && fence == _fence));
}
