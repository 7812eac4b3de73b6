using System.Collections.Frozen;

namespace Kairos.Playground.Venue;

/// <summary>All schools and rooms. Names and ids are fixed, the floor plans are drawn from the seed.</summary>
/// <threadsafety>Immutable, but for the doors of the rooms.</threadsafety>
internal sealed class Catalogue
{
    private readonly FrozenDictionary<string, School> _schools;
    private readonly FrozenDictionary<int, Room> _rooms;

    public Catalogue(int seed)
    {
        Schools =
        [
            Build(seed, "ecut", "东华理工大学",
            [
                (1141, "环境科学阅览室（C0805）", "8楼", 80),
                (1142, "外文阅览室（C0806）", "8楼", 88),
                (1143, "社会科学阅览室（C0705）", "7楼", 96),
                (1144, "自然科学阅览室（C0706）", "7楼", 96),
                (1145, "考研自习室（B0501）", "5楼", 104),
                (1146, "通宵自习室（A0102）", "1楼", 120),
            ]),
            Build(seed, "hbucm", "湖北中医药大学",
            [
                (20127, "本草自习室（201）", "2楼", 84),
                (20128, "杏林自习室（202）", "2楼", 60),
                (20130, "古籍阅览室（401）", "4楼", 40),
            ]),
            Build(seed, "pku", "北京大学",
            [
                (1230, "东区三层阅览室", "3楼", 96),
                (1231, "西区三层阅览室", "3楼", 100),
                (1232, "南区四层自习室", "4楼", 72),
                (1235, "善本阅览室", "5楼", 48),
            ]),
            Build(seed, "csu", "中南大学",
            [
                (3301, "铁道校区自习室（301）", "3楼", 90),
                (3302, "湘雅校区自习室（302）", "3楼", 64),
            ]),
        ];
        _schools = Schools.ToFrozenDictionary(school => school.Code, StringComparer.OrdinalIgnoreCase);
        Rooms = [.. Schools.SelectMany(school => school.Rooms)];
        _rooms = Rooms.ToFrozenDictionary(room => room.Id);
    }

    public IReadOnlyList<School> Schools { get; }

    public IReadOnlyList<Room> Rooms { get; }

    public School? School(string code) => _schools.GetValueOrDefault(code);

    public Room? Room(int id) => _rooms.GetValueOrDefault(id);

    private static School Build(
        int seed, string code, string name, IEnumerable<(int Id, string Name, string Floor, int Seats)> rooms) =>
        new(code, name,
        [
            .. rooms.Select(room =>
                new Room(room.Id, code, room.Name, room.Floor, FloorPlan.Draw(room.Seats, Dice.For(seed, room.Id)))),
        ]);
}
