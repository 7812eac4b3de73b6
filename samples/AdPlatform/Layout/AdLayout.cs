namespace AdPlatform.Layout;

/// <summary>Which campaigns there are, and which rows and ids they have: any of them by its number, in no time.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class AdLayout
{
    /// <summary>Ids a row: at 85 million rows they reach 9 billion.</summary>
    internal const long IdsPerRow = 106;

    // Ids that one row of a campaign is from the next, at most; what is left is holes between campaigns.
    private const long Nearest = 5;
    private const long EntitiesPerRow = 7;
    private const long FirstEntity = 1_000_000;
    private const long FirstUser = 10_000;
    private const long UserStep = 37;
    private const long RowsPerUser = 2_000;
    private const int FirstOtherChannel = 2;
    private const int OtherChannels = 4;

    private readonly long _seed;

    internal AdLayout(AdOptions options)
    {
        if (options.Rows < AdOptions.Fewest)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Rows, $"The platform needs at least {AdOptions.Fewest} rows of status.");
        }

        double scale = (double)options.Rows / AdOptions.WholeScale;
        _seed = options.Seed;
        Rows = options.Rows;
        SlotUnits = (long)Math.Round(1_300_000 * scale);
        SlotPlans = (long)Math.Round(180_000 * scale);
        PlainUnits = (long)Math.Round(2_100_000 * scale);
        PlainPlans = (long)Math.Round(130_000 * scale);
        Creatives = Rows - SlotUnits - SlotPlans - PlainUnits - PlainPlans;
    }

    internal long Rows { get; }

    /// <summary>Units of channel 1: they have slots.</summary>
    internal long SlotUnits { get; }

    /// <summary>Plans of the other channels: they have slots.</summary>
    internal long SlotPlans { get; }

    /// <summary>Units of the other channels.</summary>
    internal long PlainUnits { get; }

    /// <summary>Plans of channel 1.</summary>
    internal long PlainPlans { get; }

    internal long Creatives { get; }

    internal long Campaigns => SlotPlans + PlainPlans;

    /// <summary>Rows that have slots.</summary>
    internal long Slots => SlotUnits + SlotPlans;

    /// <summary>A campaign, from the oldest on.</summary>
    internal Campaign At(long index)
    {
        (long onUnits, long next) = (OnUnits(index), OnUnits(index + 1));
        bool slotsOnUnits = next > onUnits;
        (long others, long othersNext) = (index - onUnits, index + 1 - next);
        long units = Cut(SlotUnits, onUnits, PlainPlans) + Cut(PlainUnits, others, SlotPlans);
        long unitsUntil = Cut(SlotUnits, next, PlainPlans) + Cut(PlainUnits, othersNext, SlotPlans);
        long creatives = Cut(Creatives, index, Campaigns);
        long creativesUntil = Cut(Creatives, index + 1, Campaigns);
        long first = index + units + creatives;
        long rows = 1 + unitsUntil - units + creativesUntil - creatives;
        Dice dice = new(_seed, index);
        return new Campaign(
            slotsOnUnits ? Campaign.UnitChannel : FirstOtherChannel + (int)dice.Below(OtherChannels),
            first,
            (int)(unitsUntil - units),
            (int)(creativesUntil - creatives),
            UserOf(ref dice),
            1 + (first * IdsPerRow) + dice.Below((IdsPerRow - Nearest) * rows));
    }

    /// <summary>The id of a row of status.</summary>
    internal long IdOf(in Campaign campaign, int row) => campaign.FirstId + (row * Nearest) + (row == 0 ? 0 : Thrown(campaign.FirstRow + row, Nearest));

    /// <summary>The id of the plan, unit or creative that a row of status is of.</summary>
    internal long EntityOf(in Campaign campaign, int row) => FirstEntity + ((campaign.FirstRow + row) * EntitiesPerRow) + Thrown(campaign.FirstRow + row, EntitiesPerRow);

    // Some have many campaigns, most have few.
    private long UserOf(ref Dice dice)
    {
        double share = dice.Share();
        return FirstUser + ((long)(share * share * Math.Max(Campaign.Shards, Rows / RowsPerUser)) * UserStep);
    }

    private long Thrown(long row, long below) => new Dice(~_seed, row).Below(below);

    // How many of the campaigns before this one have their slots on units.
    private long OnUnits(long index) => (long)((Int128)index * PlainPlans / Campaigns);

    // Where the rows of a campaign begin among those that so many campaigns share: in even parts, each bound moved by up to half of one.
    private long Cut(long rows, long index, long campaigns)
    {
        if (index == 0 || index == campaigns)
        {
            return index == 0 ? 0 : rows;
        }

        double part = (double)rows / campaigns;
        double moved = (new Dice(_seed ^ rows, index).Share() - 0.5) * part;
        return (long)((part * index) + moved);
    }
}
