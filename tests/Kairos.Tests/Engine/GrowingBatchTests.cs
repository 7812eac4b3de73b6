using Kairos.Dispatch;

namespace Kairos.Tests.Engine;

public sealed class GrowingBatchTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_quickEnough = TimeSpan.FromMilliseconds(15);

    private readonly GrowingBatch _batch = new(500, 3_000, s_soon);

    [Fact]
    public void It_doubles_with_each_full_batch_that_ended_soon_up_to_the_most() =>
        Sizes((500, s_quickEnough), (1_000, s_quickEnough), (2_000, s_quickEnough), (3_000, s_quickEnough)).ShouldBe([1_000, 2_000, 3_000, 3_000]);

    [Fact]
    public void It_grows_to_four_times_where_that_would_still_end_soon() =>
        Sizes((500, s_quick), (2_000, s_quick)).ShouldBe([2_000, 3_000]);

    [Fact]
    public void It_stays_where_twice_as_many_would_take_too_long() =>
        Sizes((500, s_quickEnough), (1_000, s_soon / 2), (1_000, s_soon)).ShouldBe([1_000, 1_000, 1_000]);

    [Fact]
    public void It_shrinks_when_a_batch_took_too_long_down_to_the_least() =>
        Sizes((500, s_quickEnough), (1_000, 2 * s_soon), (500, 2 * s_soon)).ShouldBe([1_000, 500, 500]);

    [Fact]
    public void It_shrinks_when_the_backlog_is_gone() =>
        Sizes((500, s_quickEnough), (1_000, s_quickEnough), (1_999, s_quick), (999, s_quick), (3, s_quick)).ShouldBe([1_000, 2_000, 2_000, 1_000, 500]);

    [Fact]
    public void A_least_above_the_most_is_what_it_stays_at()
    {
        GrowingBatch batch = new(500, 100, s_soon);
        batch.Took(500, s_quick);
        batch.Size.ShouldBe(500);
    }

    private List<int> Sizes(params (int Rows, TimeSpan Time)[] statements) =>
        [.. statements.Select(s =>
        {
            _batch.Took(s.Rows, s.Time);
            return _batch.Size;
        })];
}
