namespace Kairos.Dispatch;

/// <summary>How many more jobs this node's memory takes, of what is timed and of what is overdue.</summary>
/// <threadsafety>Read at any time; <see cref="Claiming"/> is set by the one pass that claims.</threadsafety>
internal sealed class Room(DispatchOptions options, ArmedSet set)
{
    // Half of it is waited for before more is claimed: of a memory that is smaller than that there would never be so much.
    private readonly int _mostOverdue = Math.Min(options.MostOverdue, options.MostArmed);

    // As many as timed work that fills the memory without end leaves for what is overdue, or that would never be claimed.
    private readonly int _spare = Math.Min(Math.Min(options.Batch, options.MostOverdue), options.MostArmed / 10);

    /// <summary>Overdue jobs that are being claimed and not in memory yet.</summary>
    internal int Claiming { get; set; }

    internal int ForTimed => options.MostArmed - set.Count - Claiming - Math.Max(0, _spare - set.Overdue - Claiming);

    internal int ForOverdue => Math.Min(options.MostArmed - set.Count, _mostOverdue - set.Overdue);

    /// <summary>Most of their room is taken: a claim that is not whole is not worth it now, soon there is more.</summary>
    internal bool IsMostlyOverdue => set.Overdue > _mostOverdue / 2;

    /// <summary>A pass is sure to find room for what is timed.</summary>
    internal bool IsAmpleForTimed => set.Count <= options.MostArmed / 2;

    /// <summary>A pass is sure to find room for what is overdue.</summary>
    internal bool IsAmpleForOverdue => !IsMostlyOverdue && set.Count <= options.MostArmed - ((_mostOverdue + 1) / 2);
}
