using Kairos.Sqlite.Connections;
using Kairos.Stores;
using Kairos.Stores.Rows;
using Kairos.Time;

namespace Kairos.Sqlite.Verbs;

/// <summary>What happens to a hold before its end: it is marked, handed back or put aside. Guarded by (id, fence).</summary>
internal sealed class HoldVerb(Statements statements, JobChanges changes)
{
    private readonly Statement _mark = statements.Named("mark");
    private readonly Statement _release = statements.Named("release");
    private readonly Statement _park = statements.Named("park");
    private readonly Statement _left = statements.Named("hold_left");
    private readonly Statement _unpark = statements.Named("unpark");

    public IReadOnlyList<bool> Mark(IReadOnlyList<Mark> marks)
    {
        bool[] good = new bool[marks.Count];
        for (int i = 0; i < good.Length; i++)
        {
            Bind(_mark, marks[i].Hold);
            _mark.Bind(3, (int)marks[i].Kind);
            _mark.Bind(4, marks[i].Instant);
            good[i] = _mark.Execute() > 0;
        }

        return good;
    }

    public int Release(IReadOnlyList<Hold> holds, Instant now) => End(_release, holds, now);

    public int Park(IReadOnlyList<Hold> holds, string reason, Instant now)
    {
        _park.BindProse(3, reason);
        return End(_park, holds, now);
    }

    public int Unpark(IReadOnlyCollection<string> kinds)
    {
        int unparked = 0;
        foreach (string kind in kinds)
        {
            _unpark.BindName(1, kind);
            unparked += _unpark.Execute();
        }

        return unparked;
    }

    // What its owner has asked to end would run once more if it were set free.
    private int End(Statement end, IReadOnlyList<Hold> holds, Instant now)
    {
        int ended = 0;
        foreach (Hold hold in holds)
        {
            Bind(end, hold);
            bool changed = end.Execute() > 0 || (OwnerOf(hold) is { } owner && Ended.Result(changes.HandBackAsync(owner, hold, now)));
            ended += changed ? 1 : 0;
        }

        return ended;
    }

    private string? OwnerOf(Hold hold)
    {
        Bind(_left, hold);
        string? owner = _left.Step() ? _left.Text(0) : null;
        _left.Reset();
        return owner;
    }

    private static void Bind(Statement statement, Hold hold)
    {
        statement.Bind(1, hold.Id);
        statement.Bind(2, hold.Fence);
    }
}
