using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Tests.Nodes;

public sealed class BeatWatchTests
{
    private static readonly TimeSpan s_takeOverAfter = TimeSpan.FromSeconds(5);
    private static readonly Instant s_start = new(1_000_000_000_000);
    private readonly BeatWatch _watch = new(s_takeOverAfter);

    [Fact]
    public void The_same_beat_for_a_microsecond_less_than_the_time_is_not_dead()
    {
        LookUntil(4_999_999).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_beat_for_the_time_is_dead()
    {
        LookUntil(5_000_000).ShouldBe([new NodeBeat(2, 7)]);
    }

    [Fact]
    public void The_time_counts_from_the_first_answer_to_the_last_question()
    {
        // Each look takes 300 ms: first seen 0.3 s after the start at the latest, last seen at the question at the earliest.
        Look(0, 300_000, 7);
        for (int i = 1; i < 5; i++)
        {
            Look(i * 1_000_000, (i * 1_000_000) + 300_000, 7);
        }

        Look(5_299_999, 5_500_000, 7).ShouldBeEmpty();
        Look(5_300_000, 5_600_000, 7).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_beat_that_moved_begins_anew()
    {
        LookUntil(4_000_000);
        Look(4_900_000, 4_900_000, 8).ShouldBeEmpty();
        Look(7_000_000, 7_000_000, 8).ShouldBeEmpty();
        Look(9_000_000, 9_000_000, 8).ShouldBeEmpty();
        Look(9_900_000, 9_900_000, 8).ShouldHaveSingleItem();
    }

    [Fact]
    public void An_outage_of_the_store_expires_nobody()
    {
        LookUntil(4_000_000);
        _watch.Restart();
        Look(5_000_000, 5_000_000, 7).ShouldBeEmpty();
        Look(7_000_000, 7_000_000, 7).ShouldBeEmpty();
        Look(9_000_000, 9_000_000, 7).ShouldBeEmpty();
        Look(10_000_000, 10_000_000, 7).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_sleep_of_our_own_expires_nobody()
    {
        LookUntil(2_000_000);

        // Neither a long gap between the looks, nor a long look.
        Look(100_000_000, 100_000_000, 7).ShouldBeEmpty();
        Look(101_000_000, 200_000_000, 7).ShouldBeEmpty();
        Look(202_000_000, 202_000_000, 7).ShouldBeEmpty();
        Look(204_000_000, 204_000_000, 7).ShouldBeEmpty();
        Look(205_000_000, 205_000_000, 7).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_node_that_is_no_longer_told_of_is_forgotten()
    {
        LookUntil(4_000_000);
        _watch.Look(After(4_500_000), After(4_500_000), []).ShouldBeEmpty();
        Look(5_500_000, 5_500_000, 7).ShouldBeEmpty();
    }

    [Fact]
    public void Each_node_has_a_time_of_its_own()
    {
        for (int i = 0; i <= 10; i++)
        {
            Instant now = After(i * 500_000);
            IReadOnlyList<NodeBeat> dead = _watch.Look(now, now, [new NodeBeat(2, 7), new NodeBeat(3, i)]);
            dead.ShouldBe(i == 10 ? [new NodeBeat(2, 7)] : []);
        }
    }

    private IReadOnlyList<NodeBeat> LookUntil(long micros)
    {
        for (long at = 0; at < micros; at += 1_000_000)
        {
            Look(at, at, 7).ShouldBeEmpty();
        }

        return Look(micros, micros, 7);
    }

    private IReadOnlyList<NodeBeat> Look(long asked, long answered, long beat) =>
        _watch.Look(After(asked), After(answered), [new NodeBeat(2, beat)]);

    private static Instant After(long micros) => s_start + TimeSpan.FromMicroseconds(micros);
}
