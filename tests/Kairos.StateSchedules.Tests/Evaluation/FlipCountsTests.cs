using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using static Kairos.StateSchedules.Tests.Evaluation.Rows;

namespace Kairos.StateSchedules.Tests.Evaluation;

public sealed class FlipCountsTests
{
    [Theory]
    [InlineData(Paused | Exhausted | NotStarted | Ended | Outside, "paused")]
    [InlineData(Exhausted | NotStarted | Ended | Outside, "budgetExhausted")]
    [InlineData(NotStarted | Outside, "notStarted")]
    [InlineData(Ended | Outside, "ended")]
    [InlineData(Outside | Others, "outsideSlots")]
    [InlineData(Others, "on")]
    public void The_word_of_a_status_is_its_first_reason(long status, string word) => StateWords.Names[(int)StateWords.Of(status, RowFlags.None, Bits)].ShouldBe(word);

    [Fact]
    public void A_pause_may_be_a_column()
    {
        StateWords.Of(0, RowFlags.Paused, Bits).ShouldBe(StateWord.Paused);
        StateWords.Of(-1, RowFlags.None, new StateBits()).ShouldBe(StateWord.On);
        StateWords.Names.Length.ShouldBe(StateWords.Count);
        Enum.GetValues<StateWord>().Length.ShouldBe(StateWords.Count);
    }

    [Fact]
    public void Flips_are_counted_by_from_and_to_and_added_up()
    {
        FlipCounts counts = new();
        counts.Add(Flipped((Outside, 0), (Outside, 0), (0, Outside), (NotStarted, Outside), (Outside, Outside)), Bits);
        FlipCounts others = new();
        others.Add(Flipped((Outside, 0), (Paused, Paused | Outside), (Exhausted | Outside, Outside)), Bits);
        counts.Add(others);
        counts[StateWord.OutsideSlots, StateWord.On].ShouldBe(3);
        counts.Flips().ShouldBe(
        [
            (StateWord.Paused, StateWord.Paused, 1),
            (StateWord.BudgetExhausted, StateWord.OutsideSlots, 1),
            (StateWord.NotStarted, StateWord.OutsideSlots, 1),
            (StateWord.OutsideSlots, StateWord.On, 3),
            (StateWord.On, StateWord.OutsideSlots, 1),
        ]);
        counts.Total.ShouldBe(7);
        counts.Add(StateWord.On, StateWord.Ended, 5);
        counts.Total.ShouldBe(12);
    }

    private static RowBatch Flipped(params (long From, long To)[] rows)
    {
        RowBatch batch = new(rows.Length + 1) { Count = rows.Length };
        for (int row = 0; row < rows.Length; row++)
        {
            (batch.Status[row], batch.NewStatus[row]) = rows[row];
        }

        // Behind the rows in use lies what an earlier batch left.
        (batch.Status[rows.Length], batch.NewStatus[rows.Length]) = (0, Ended);
        return batch;
    }
}
