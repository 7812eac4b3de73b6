namespace Kairos.Lab.History.Rules;

/// <summary>Nobody is taken over who lives: whatever clocks show, the last beat that the store took is old by then.</summary>
/// <remarks>
/// Who takes a node over has seen one beat stand still for the whole time. It was sent before it was seen, and each later
/// one that was taken would have moved it. So no fault needs to be known, and no stall of the machine is blamed on anybody.
/// </remarks>
internal static class TakeOverRule
{
    internal static void Judge(Chronicle all, Findings findings)
    {
        if (all.TakeOvers.Count == 0)
        {
            return;
        }

        long least = (long)all.Options.TakeOverAfter.TotalMicroseconds;
        ILookup<string, BeatSeen> beats = all.Beats.ToLookup(b => b.Node);
        foreach (TakeOverSeen takeOver in all.TakeOvers)
        {
            BeatSeen? last = beats[takeOver.Dead].Where(b => b.AskedMono < takeOver.AskedMono).MaxBy(b => b.AskedMono);
            if (last is not null && takeOver.AskedMono - last.AskedMono < least)
            {
                findings.Add(ViolationKind.WrongTakeOver, null, $"{takeOver.Dead} was taken over {(takeOver.AskedMono - last.AskedMono) / 1000} ms after it had sent a beat that was answered.", last, takeOver);
            }
        }
    }
}
