using Kairos.Triggers.Text;

namespace Kairos.Triggers.Zones;

/// <summary>00:00 of each day.</summary>
internal readonly struct Midnights : ILocalRule
{
    public long AtOrAfter(long local)
    {
        long rest = local % RangesReader.Day;
        return rest == 0 ? local : local - rest + (rest > 0 ? RangesReader.Day : 0);
    }
}
