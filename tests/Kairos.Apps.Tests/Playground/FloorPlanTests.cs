using Kairos.Playground.Venue;

namespace Kairos.Apps.Tests.Playground;

public sealed class FloorPlanTests
{
    private readonly Catalogue _catalogue = new(1);

    [Fact]
    public void Every_room_has_its_seats_numbered_from_one_each_at_a_place_of_its_own()
    {
        foreach (var map in _catalogue.Rooms.Select(room => room.Map))
        {
            map.Seats.Select(seat => seat.Number).ShouldBe(Enumerable.Range(1, map.Seats.Count));
            map.Seats.Select(seat => seat.At).Distinct().Count().ShouldBe(map.Seats.Count);
            map.Seats.Count.ShouldBeInRange(40, 120);
        }
    }

    [Fact]
    public void No_seat_stands_on_a_table()
    {
        foreach (var map in _catalogue.Rooms.Select(room => room.Map))
        {
            map.Seats.Any(seat => map.Tables.Any(table => seat.Y == table.Y && seat.X >= table.X && seat.X < table.X + table.Width))
                .ShouldBeFalse();
        }
    }

    [Fact]
    public void Seats_are_found_by_number_and_by_place()
    {
        var map = _catalogue.Room(1141)!.Map;
        var seat = map.Numbered(46)!;

        map.At(seat.At).ShouldBe(seat);
        map.Numbered(0).ShouldBeNull();
        map.Numbered(81).ShouldBeNull();
        map.At("46").ShouldBeNull();
    }

    [Fact]
    public void The_same_seed_draws_the_same_plans_and_another_seed_others()
    {
        Places(new Catalogue(1)).ShouldBe(Places(_catalogue));
        Places(new Catalogue(2)).ShouldNotBe(Places(_catalogue));
    }

    [Fact]
    public void Schools_are_known_by_any_case_and_rooms_by_unique_ids()
    {
        _catalogue.School("ECUT").ShouldBe(_catalogue.School("ecut"));
        _catalogue.School("nowhere").ShouldBeNull();
        _catalogue.Rooms.Select(room => room.Id).Distinct().Count().ShouldBe(_catalogue.Rooms.Count);
        new[] { 1141, 1142, 1230, 1231, 20127 }.ShouldAllBe(id => _catalogue.Room(id) != null);
        _catalogue.School("ecut")!.Rooms.Count(room => room.Map.Seats.Count >= 80).ShouldBeGreaterThanOrEqualTo(6);
    }

    private static List<string> Places(Catalogue catalogue) =>
        [.. catalogue.Rooms.SelectMany(room => room.Map.Seats.Select(seat => seat.At))];
}
