using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Tests.Tables;

/// <summary>Which rows go into one statement, and which statements into one transaction.</summary>
public sealed class ShardGroupsTests
{
    [Fact]
    public void A_group_is_of_one_shard_by_key_and_no_larger_than_a_statement_may_be()
    {
        Groups(Rows((9, 1), (3, 0), (1, 1), (7, 1), (5, 0)), most: 2).ShouldBe(["0: 3 5", "1: 1 7", "1: 9"]);
    }

    [Fact]
    public void What_does_not_differ_is_in_no_group()
    {
        RowStates rows = Rows((1, 0), (2, 0));
        rows.NewStatus[0] = rows.Status[0];
        Groups(rows, most: 2).ShouldBe(["0: 2"]);
    }

    [Fact]
    public void Small_groups_share_a_transaction_up_to_the_rows_of_a_full_one()
    {
        // Of shards with 2, 1, 3, 4, 1 rows.
        ShardGroups groups = new(Rows((1, 0), (2, 0), (3, 1), (4, 2), (5, 2), (6, 2), (7, 3), (8, 3), (9, 3), (10, 3), (11, 4)), most: 4);
        Shards(groups, 4).ShouldBe(["0 1", "2", "3", "4"]);
        Shards(groups, 5).ShouldBe(["0 1", "2", "3 4"]);
    }

    private static RowStates Rows(params (long Key, int Shard)[] rows)
    {
        RowStates states = new(rows.Length) { Count = rows.Length };
        for (int row = 0; row < rows.Length; row++)
        {
            (states.Keys[row], states.Shards[row], states.NewStatus[row]) = (rows[row].Key, rows[row].Shard, 1);
        }

        return states;
    }

    private static IEnumerable<string> Groups(RowStates rows, int most)
    {
        ShardGroups groups = new(rows, most);
        return groups.Together(int.MaxValue).Single().Select(group => $"{groups.Shard(group)}: {string.Join(' ', groups.Rows(group).ToArray().Select(row => rows.Keys[row]))}");
    }

    private static IEnumerable<string> Shards(ShardGroups groups, int most) => groups.Together(most).Select(together => string.Join(' ', together.Select(groups.Shard)));
}
