namespace AdPlatform.Layout;

/// <summary>What an advertiser set up in one go: a plan, its units, their creatives; so their rows of status are neighbours, in that order.</summary>
/// <param name="Channel">The medium, 1 to 5.</param>
/// <param name="FirstRow">The place of the plan's row among all rows of status.</param>
/// <param name="Units">Rows behind the plan.</param>
/// <param name="Creatives">Rows behind the units.</param>
/// <param name="UserId">The advertiser.</param>
/// <param name="FirstId">The id of the plan's row of status.</param>
internal readonly record struct Campaign(int Channel, long FirstRow, int Units, int Creatives, long UserId, long FirstId)
{
    internal const int Shards = 64;

    /// <summary>The channel whose slots are on its units.</summary>
    internal const int UnitChannel = 1;

    internal int Rows => 1 + Units + Creatives;

    internal short Shard => (short)(UserId % Shards);

    internal bool SlotsOnUnits => Channel == UnitChannel;

    /// <summary>Rows that have slots: from the first to before the last.</summary>
    internal (int First, int Last) Slots => SlotsOnUnits ? (1, 1 + Units) : (0, 1);

    internal RowType TypeOf(int row) => row == 0 ? RowType.Plan : row <= Units ? RowType.Unit : RowType.Creative;
}

/// <summary>What a row of status is of.</summary>
internal enum RowType
{
    Plan,
    Unit,
    Creative,
}
