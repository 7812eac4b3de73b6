using System.Globalization;
using Kairos.Seats.Catalogue;
using Kairos.Seats.Commands;
using Kairos.Seats.Venues;

namespace Kairos.Seats.Desk;

/// <summary>What users and operators ask of the catalogue.</summary>
public sealed class SchoolDesk(SeatCatalogue catalogue, VenueDesk venue)
{
    /// <summary>A school with its opening and rooms.</summary>
    internal async ValueTask<SeatReply> ShowAsync(string code, CancellationToken ct)
    {
        if (await catalogue.LookUpAsync(code, ct) is not { } school)
        {
            return Unknown(code);
        }

        string rooms = string.Join('\n', catalogue.Rooms(code).Select(r => $"🔸 {r.Id} {r.Name} ({r.Floor}) {r.SeatCount}"));
        string opens = school.OpensAt.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        (string day, string dayEnglish) = school.Mode == SeatMode.Tomorrow ? ("预约明天", "for the next day") : ("预约当天", "for the same day");
        return SeatReply.Done(
            "school",
            $"{school.Name}（{code}）每天 {opens} 开放（{school.Zone}），{day}\n{rooms}",
            $"{school.Name} ({code}) opens daily at {opens} ({school.Zone}), {dayEnglish}\n{rooms}");
    }

    /// <summary>Reads a school's rooms from the venue into the catalogue: closed and mixed rooms too, with or without a reservation.</summary>
    public async ValueTask<SeatReply> AddAsync(string code, CancellationToken ct)
    {
        try
        {
            if (await venue.Venue.FindSchoolAsync(code, ct) is not { } school)
            {
                return SeatReply.Refused("unknown-school", "school", $"场馆没有学校 {code}，请核对简称。", $"the venue knows no school '{code}': check the abbreviation.");
            }

            List<VenueRoom> rooms = [];
            foreach (VenueRoom room in school.Rooms)
            {
                // The map is there while a room is closed; a room whose map can't be had is kept by name alone.
                rooms.Add(await venue.Venue.FindRoomAsync(room.Id, ct) ?? room);
            }

            await catalogue.StoreAsync(school, rooms, ct);
            int seats = rooms.Sum(r => r.SeatCount);
            return SeatReply.Done(
                "added",
                $"✅ {school.Name}（{code}）：{rooms.Count} 个自习室，{seats} 个座位已读入。",
                $"✅ {school.Name} ({code}): {rooms.Count} rooms with {seats} seats were read.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return SeatReply.Refused("unreachable", null, "场馆没有应答，请稍后再试。", $"the venue does not answer; try again in a while ({venue.Options.OperatorContact} can help).");
        }
    }

    /// <summary>Sets what an operator decides of a school.</summary>
    public async ValueTask<SeatReply> SetAsync(string code, SchoolChange change, CancellationToken ct) =>
        await catalogue.SetAsync(code, change, ct) ? await ShowAsync(code, ct) : Unknown(code);

    internal static SeatReply Unknown(string code) => SeatReply.Refused(
        "unknown-school",
        "school",
        $"还不认识学校 {code}。先发：添加; {code}; wechatSESS_ID=…; SERVERID=…",
        $"school '{code}' is unknown here. First send: add; {code}; wechatSESS_ID=…; SERVERID=…");
}
