using Kairos.Dispatch;

namespace Kairos.Tests.Engine;

public sealed class VolleyRowsTests
{
    private const int InHand = 16;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 2)]
    [InlineData(1_000, 1)]
    [InlineData(1_000, 2)]
    [InlineData(1_003, 64)]
    [InlineData(20_001, 8)]
    public void One_worker_takes_each_row_in_its_order_and_is_told_the_last(int count, int workers)
    {
        VolleyRows rows = new(count, workers);
        int hand = rows.Hold();

        for (int i = 0; i < count; i++)
        {
            rows.Take(hand, out bool isLast).ShouldBe(i);
            isLast.ShouldBe(i == count - 1);
        }

        rows.Take(hand, out bool _).ShouldBe(-1);
    }

    [Fact]
    public void Each_worker_goes_through_a_handful_of_its_own()
    {
        VolleyRows rows = new(1_000, 2);
        (int one, int other) = (rows.Hold(), rows.Hold());

        (Take(rows, one), Take(rows, other), Take(rows, one), Take(rows, other)).ShouldBe((0, InHand, 1, InHand + 1));
    }

    [Fact]
    public void What_stands_still_in_a_hand_goes_before_what_comes_after()
    {
        VolleyRows rows = new(1_000, 2);
        (int stuck, int other) = (rows.Hold(), rows.Hold());
        Take(rows, stuck).ShouldBe(0);

        // After a handful of its own: at the first look it can't tell yet that nothing moves.
        int[] taken = [.. Enumerable.Range(0, (2 * InHand) - 1).Select(_ => Take(rows, other))];

        taken.ShouldBe([.. Enumerable.Range(InHand, InHand), .. Enumerable.Range(1, InHand - 1)]);
        Take(rows, other).ShouldBe(2 * InHand);
    }

    [Fact]
    public void What_a_worker_leaves_in_its_hand_is_the_next_ones()
    {
        VolleyRows rows = new(1_000, 2);
        int hand = rows.Hold();
        Take(rows, hand).ShouldBe(0);
        rows.LetGo(hand);

        Take(rows, rows.Hold()).ShouldBe(1);
    }

    [Fact]
    public void Workers_without_a_hand_take_one_by_one_and_at_the_end_what_others_hold()
    {
        VolleyRows rows = new(100, 2);
        int[] hands = [rows.Hold(), rows.Hold()];
        rows.Hold().ShouldBe(-1);
        foreach (int hand in hands)
        {
            _ = Take(rows, hand);
        }

        HashSet<int> rest = [];
        bool isLast = false;
        while (!isLast)
        {
            rest.Add(rows.Take(-1, out isLast)).ShouldBeTrue();
        }

        rest.Count.ShouldBe(98);
        rows.Take(-1, out bool _).ShouldBe(-1);
        rows.Take(hands[0], out bool _).ShouldBe(-1);
    }

    [Fact]
    public void Many_workers_at_once_take_each_row_once_and_one_is_told_the_last()
    {
        const int Count = 200_000;
        VolleyRows rows = new(Count, 4);
        int[] taken = new int[Count];
        int lasts = 0;
        Thread[] workers = [.. Enumerable.Range(0, 7).Select(_ => new Thread(Work))];
        Array.ForEach(workers, static w => w.Start());
        Array.ForEach(workers, static w => w.Join());

        taken.ShouldAllBe(static n => n == 1);
        lasts.ShouldBe(1);

        void Work()
        {
            int hand = rows.Hold();
            for (int i = 0; rows.Take(hand, out bool isLast) is var row && row >= 0; i++)
            {
                Interlocked.Increment(ref taken[row]);
                Interlocked.Add(ref lasts, isLast ? 1 : 0);
                if (i % 100 == 99)
                {
                    rows.LetGo(hand);
                    hand = rows.Hold();
                }
            }

            rows.LetGo(hand);
        }
    }

    private static int Take(VolleyRows rows, int hand) => rows.Take(hand, out bool _);
}
