using Kairos.Cli.Rest;

namespace Kairos.Cli.Output;

/// <summary>Schools and their rooms, for people.</summary>
internal static class SchoolText
{
    public static void WriteTable(CliConsole console, IReadOnlyList<SchoolDocument> schools)
    {
        TextTable table = new("CODE", "NAME", "OPENS AT", "ZONE", "MODE", "ROOMS", "SEATS");
        foreach (SchoolDocument school in schools)
        {
            table.Add(
                school.Code,
                school.Name,
                school.OpensAt,
                school.Zone,
                school.Mode,
                Shown.Number(school.Rooms.Count),
                Shown.Number(school.Rooms.Sum(static room => (long)room.SeatCount)));
        }

        table.Write(console, "No schools yet: add one with `kairos seats add CODE`.");
    }

    public static void WriteDetails(CliConsole console, SchoolDocument school)
    {
        console.Out.WriteLine($"{PlainText.Of(school.Code)}  {PlainText.Of(school.Name)}");
        console.Out.WriteLine($"opens at {PlainText.Of(school.OpensAt)} ({PlainText.Of(school.Zone)}) for {PlainText.Of(school.Mode)}");
        TextTable table = new("ROOM", "NAME", "FLOOR", "SEATS");
        foreach (RoomDocument room in school.Rooms)
        {
            table.Add(Shown.Number(room.Id), room.Name, room.Floor, Shown.Number(room.SeatCount));
        }

        table.Write(console, "No rooms in the catalogue yet.");
    }
}
