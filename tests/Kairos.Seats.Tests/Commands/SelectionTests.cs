using Kairos.Seats.Commands;
using static Kairos.Seats.Tests.Commands.Reading;

namespace Kairos.Seats.Tests.Commands;

public sealed class SelectionTests
{
    private static readonly int[] Rooms = [1229, 1230, 1231];
    private static readonly RoomSeat[] Free = [.. Rooms.SelectMany(room => Enumerable.Range(80, 3).Select(seat => new RoomSeat(room, seat)))];

    [Theory]
    [InlineData("捡漏，pku，1230，80，1231，81，", "1230/80 1231/81")]
    [InlineData("#jl，pku，1230，80，1231，0，", "1230/80 1231/80 1231/81 1231/82")]
    [InlineData("实时预定，pku，1230，80，0，0，", "1230/80 1229/80 1229/81 1229/82 1231/80 1231/81 1231/82")]
    [InlineData("实时预定，pku，-1230，0，1231，-81，", "1231/80 1231/82")]
    [InlineData("jl，pku，0，0，0，0，", "1229/80 1229/81 1229/82 1230/80 1230/81 1230/82 1231/80 1231/81 1231/82")]
    public void Worked_examples_behave_as_written(string command, string order) => Order(Accepted(command + Session)).ShouldBe(order);

    [Theory]
    [InlineData("-1230; 0", "1229/80 1229/81 1229/82 1231/80 1231/81 1231/82")]
    [InlineData("-1230; 80", "1229/80 1231/80")]
    [InlineData("-1230; -80", "1229/81 1229/82 1231/81 1231/82")]
    [InlineData("-1230; 0; -1231; 0", "1229/80 1229/81 1229/82")]
    [InlineData("-1230; 81; -1231; 80", "1229/81 1229/80")]
    [InlineData("-1230; 0; 0; 80", "1229/80 1231/80")]
    [InlineData("-1230; -80; 0; 0", "1229/80 1229/81 1229/82 1231/80 1231/81 1231/82")]
    [InlineData("-1230; 0; 1230; 80", "")]
    [InlineData("-1230; 0; 1230; 80; 1231; 81", "1231/81")]
    [InlineData("-1229; 0; -1230; 0; -1231; 0", "")]
    [InlineData("0; 80", "1229/80 1230/80 1231/80")]
    [InlineData("0; -80; 1230; 80", "1229/81 1229/82 1231/81 1231/82 1230/80")]
    [InlineData("1230; -80; 1230; 80", "1230/81 1230/82 1230/80")]
    [InlineData("1230; -80; 1230; 0", "1230/81 1230/82 1230/80")]
    [InlineData("1230; 99; 1300; 80", "")]
    public void Exclusions_and_any_follow_the_rules(string fields, string order) =>
        Order(Accepted($"捡漏; pku; {fields}; {Session}")).ShouldBe(order);

    [Theory]
    [InlineData("1230; 80", "1230/80 1229/80 1229/81 1229/82 1230/81 1230/82 1231/80 1231/81 1231/82")]
    [InlineData("1231; -81", "1231/80 1231/82 1229/80 1229/81 1229/82 1230/80 1230/81 1230/82")]
    [InlineData("1230; 80; -1229; 0", "1230/80 1230/81 1230/82 1231/80 1231/81 1231/82")]
    [InlineData("0; -80; 1230; 81", "1229/81 1229/82 1231/81 1231/82 1230/81 1230/80 1230/82")]
    [InlineData("-1230; -80", "1229/81 1229/82 1231/81 1231/82")]
    [InlineData("1231; 80; 1231; -80", "1231/80 1231/81 1231/82 1229/80 1229/81 1229/82 1230/80 1230/81 1230/82")]
    [InlineData("-1229; 0; -1230; 0; -1231; 0", "")]
    public void The_fallback_takes_any_free_seat_that_is_not_barred(string fields, string order) =>
        Order(Accepted($"捡漏; pku; {fields}; {Session} -- 备选=任意")).ShouldBe(order);

    [Fact]
    public void Tries_come_in_the_order_of_the_pairs_and_the_fallback_last()
    {
        var selection = SeatSelection.Of(Accepted($"抢座; pku; 1230; 80; 0; -81; -1229; 0; {Session} -- 备选=任意"));

        selection.Tries.ShouldBe(
        [
            new SeatTry(Pair: 0, Room: 1230, Seat: 80, BarredSeat: null),
            new SeatTry(Pair: 1, Room: null, Seat: null, BarredSeat: 81),
            new SeatTry(Pair: null, Room: null, Seat: null, BarredSeat: null),
        ]);
        selection.Rooms(selection.Tries[0], Rooms).ShouldBe([1230]);
        selection.Rooms(selection.Tries[1], Rooms).ShouldBe([1231]);
        selection.Rooms(selection.Tries[2], Rooms).ShouldBe([1230, 1231]);
    }

    [Fact]
    public void Two_excluded_rooms_are_one_try()
    {
        var selection = SeatSelection.Of(Accepted($"捡漏; pku; -1230; 0; -1231; 0; {Session}"));

        selection.Tries.ShouldBe([new SeatTry(Pair: 0, Room: null, Seat: null, BarredSeat: null)]);
    }

    [Fact]
    public void A_pair_allows_its_own_seats_only()
    {
        var selection = SeatSelection.Of(Accepted($"捡漏; pku; 1230; 80; 1231; -81; -1229; 0; {Session}"));

        selection.Allows(pair: 0, 1230, 80).ShouldBeTrue();
        selection.Allows(pair: 0, 1231, 80).ShouldBeFalse();
        selection.Allows(pair: 1, 1231, 80).ShouldBeTrue();
        selection.Allows(pair: 1, 1231, 81).ShouldBeFalse();
        selection.Allows(pair: 2, 1232, 80).ShouldBeFalse();
        selection.Allows(1231, 82).ShouldBeTrue();
        selection.Allows(1229, 80).ShouldBeFalse();
    }

    private static string Order(SeatCommand command) =>
        string.Join(' ', SeatSelection.Of(command).InOrder(Free).Select(seat => $"{seat.Room}/{seat.Seat}"));
}
