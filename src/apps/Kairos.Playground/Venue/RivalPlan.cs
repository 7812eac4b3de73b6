namespace Kairos.Playground.Venue;

/// <summary>What one rival will do.</summary>
/// <param name="Reaction">How long after the opening it acts.</param>
/// <param name="Hold">How long it holds the seat before booking it; null books at once.</param>
/// <param name="GiveBackAfter">How long after booking it gives the seat back; null keeps it.</param>
internal sealed record RivalPlan(Room Room, Seat Seat, TimeSpan Reaction, TimeSpan? Hold, TimeSpan? GiveBackAfter);

/// <summary>Draws the plans of rivals: the same order gives the same plans.</summary>
internal static class RivalPlans
{
    // One in twenty is a machine and acts at the very opening.
    private const int MachineEvery = 20;

    // Sets the draws apart from those of floor plans and of the network.
    private const int Purpose = -1;

    /// <summary>One plan for each rival, the quickest first. A seat is wanted twice only when there are more rivals than seats.</summary>
    public static IReadOnlyList<RivalPlan> Draw(RivalOrder order, Catalogue catalogue)
    {
        var dice = Dice.For(order.Seed, Purpose);
        List<(Room Room, Seat Seat)> wanted = [.. order.Named.Count > 0 ? order.Named.Distinct() : AnySeat(catalogue)];
        dice.Shuffle(wanted);
        var reactions = Reactions(order.Rivals, dice);
        return
        [
            .. reactions.Select((reaction, index) =>
            {
                var (room, seat) = wanted[index % wanted.Count];
                return new RivalPlan(
                    room,
                    seat,
                    reaction,
                    dice.Share() < order.Rivals.HoldShare ? dice.Between(order.HoldShortest, order.HoldLongest) : null,
                    dice.Share() < order.Rivals.GiveBackShare ? order.Rivals.GiveBackAfter : null);
            }),
        ];
    }

    private static IEnumerable<(Room Room, Seat Seat)> AnySeat(Catalogue catalogue) =>
        catalogue.Rooms.Where(room => room.Open).SelectMany(room => room.Map.Seats.Select(seat => (room, seat)));

    private static List<TimeSpan> Reactions(RivalOptions rivals, Dice dice)
    {
        var machines = (rivals.Count + MachineEvery - 1) / MachineEvery;
        List<TimeSpan> reactions = [];
        for (var rival = 0; rival < rivals.Count; rival++)
        {
            // Squared, so that more of them are quick than slow.
            var share = dice.Share();
            reactions.Add(rival < machines ? TimeSpan.Zero : rivals.SlowestReaction * (share * share));
        }

        reactions.Sort();
        return reactions;
    }
}
