using Kairos.Sqlite.Connections;
using Kairos.Stores;

namespace Kairos.Sqlite.Verbs;

/// <summary>What happens to a hold before its end: it is marked, handed back or put aside. Guarded by (id, fence).</summary>
internal sealed class HoldVerb(Statements statements)
{
    private readonly Statement _mark = statements.Named("mark");
    private readonly Statement _release = statements.Named("release");
    private readonly Statement _park = statements.Named("park");
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

    public int Release(IReadOnlyList<Hold> holds)
    {
        int released = 0;
        foreach (Hold hold in holds)
        {
            Bind(_release, hold);
            released += _release.Execute();
        }

        return released;
    }

    public int Park(IReadOnlyList<Hold> holds, string reason)
    {
        int parked = 0;
        _park.BindProse(3, reason);
        foreach (Hold hold in holds)
        {
            Bind(_park, hold);
            parked += _park.Execute();
        }

        return parked;
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

    private static void Bind(Statement statement, Hold hold)
    {
        statement.Bind(1, hold.Id);
        statement.Bind(2, hold.Fence);
    }
}
