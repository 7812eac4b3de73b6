namespace Kairos.Playground.Venue;

/// <summary>
/// Draws the plan of a reading room: rows of tables with seats on both sides, an aisle down the middle and one across
/// after every second row, at times a bench along the windows, here and there a pillar where a seat would be.
/// </summary>
internal static class FloorPlan
{
    private const int LargeRoom = 90;
    private const double BenchShare = 0.5;
    private const double PillarShare = 0.03;

    public static SeatMap Draw(int seats, Dice dice)
    {
        var sketch = new Sketch(seats);
        var tablesAcross = seats > LargeRoom ? 4 : 3;
        var seatsASide = dice.Between(3, 5);
        var left = dice.Between(2, 5);
        var top = dice.Between(4, 6);
        if (dice.Share() < BenchShare)
        {
            var length = (tablesAcross * (seatsASide + 2)) - 1;
            sketch.Tables.Add(new Table(left, top - 3, length));
            sketch.SeatRow(left, top - 2, length, every: 2, dice);
            top++;
        }

        for (var table = 0; !sketch.IsFull; table++)
        {
            var (row, column) = Math.DivRem(table, tablesAcross);
            var x = left + (column * (seatsASide + 2)) + (column > tablesAcross / 2 ? 1 : 0);
            var y = top + (row * 4) + (row / 2);
            sketch.Tables.Add(new Table(x, y + 1, seatsASide));
            sketch.SeatRow(x, y, seatsASide, every: 1, dice);
            sketch.SeatRow(x, y + 2, seatsASide, every: 1, dice);
        }

        return new SeatMap(sketch.Seats, sketch.Tables);
    }

    private sealed class Sketch(int wanted)
    {
        public List<Seat> Seats { get; } = [];

        public List<Table> Tables { get; } = [];

        public bool IsFull => Seats.Count == wanted;

        public void SeatRow(int x, int y, int length, int every, Dice dice)
        {
            for (var step = 0; step < length && !IsFull; step += every)
            {
                if (dice.Share() >= PillarShare)
                {
                    Seats.Add(new Seat(Seats.Count + 1, x + step, y));
                }
            }
        }
    }
}
