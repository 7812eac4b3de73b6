using Kairos.Playground.Api;
using Kairos.Playground.Venue;

namespace Kairos.Playground.Pages.Rooms;

/// <summary>What stands beside the plan: how full the room is, the form for one seat, the legend.</summary>
internal static class RoomPanel
{
    public static Html Draw(RoomSheet sheet)
    {
        var seats = sheet.Occupancy;
        return Html.Of($"""
            <aside class="panel">
            <dl class="tally" aria-label="座位数 Seats">
            <div><dt>空闲 <i lang="en">Free</i></dt><dd data-count="f">{seats.Free}</dd></div>
            <div><dt>选座中 <i lang="en">Held</i></dt><dd data-count="h">{seats.Held}</dd></div>
            <div><dt>已订 <i lang="en">Taken</i></dt><dd data-count="try">{seats.Taken}</dd></div>
            </dl>
            {Notice(sheet.Answer)}
            {Booking(sheet)}
            <h2>图例 <i lang="en">Legend</i></h2>
            <ul class="legend">
            {Html.Each([SeatLook.Free, SeatLook.Held, SeatLook.Taken, SeatLook.Rival, SeatLook.Yours], look => Html.Of($"""
            <li>{SeatDrawing.Sample(look)} {SeatLook.Words(look)}</li>
            """))}
            </ul>
            </aside>
            """);
    }

    private static Html Notice(Answer? answer) => answer is { } known
        ? Html.Of($"""
            <p class="notice {(known == Answer.Done ? "good" : "bad")}" role="status"><b>{known.Message()}</b> <i lang="en">{known.English()}.</i></p>
            """)
        : Html.None;

    private static Html Booking(RoomSheet sheet)
    {
        if (sheet.Viewer is null)
        {
            return Html.Of($"""
                <form class="box" method="post" action="/enter">
                <input type="hidden" name="room" value="{sheet.Room.Id}">
                <p>进入后即可选座。<i lang="en">Enter as a student to reserve a seat.</i></p>
                <button>进入 <i lang="en">Enter</i></button>
                </form>
                """);
        }

        return sheet switch
        {
            { Own: { } own } => Standing(own),
            { Token: null } => Html.None,
            { Selected: { } seat } => Confirm(sheet, seat),
            _ => Choose(sheet),
        };
    }

    private static Html Standing(Booking own) => Html.Of($"""
        <div class="box">
        <p class="chosen"><b>{own.Place.Seat} 号</b> <span>是您的座位 <i lang="en">is yours, in room {own.Place.Room}</i></span></p>
        <p class="line"><a class="button quiet" href="/me">我的座位 <i lang="en">My seats</i></a></p>
        </div>
        """);

    private static Html Choose(RoomSheet sheet) => Html.Of($"""
        <form class="box" method="get" action="{sheet.Address}">
        <input type="hidden" name="mode" value="{sheet.Mode.ToText()}">
        <label for="seat">在图上点选，或输入座位号。<i lang="en">Pick a seat on the map, or type its number.</i></label>
        <p class="line"><input id="seat" name="seat" type="number" min="1" max="{sheet.Room.Map.Seats.Count}" required>
        <button>选座 <i lang="en">Choose</i></button></p>
        </form>
        """);

    private static Html Confirm(RoomSheet sheet, Seat seat) => Html.Of($"""
        <form class="box" method="post" action="{sheet.Address}">
        <input type="hidden" name="mode" value="{sheet.Mode.ToText()}">
        <input type="hidden" name="token" value="{sheet.Token}">
        <input type="hidden" name="seat" value="{seat.At}">
        <p class="chosen"><b>{seat.Number} 号</b> <span>{ModeWords.Of(sheet.Mode)}</span></p>
        <p class="line"><button>预定 <i lang="en">Reserve</i></button>
        <a class="button quiet" href="{sheet.Address}?mode={sheet.Mode.ToText()}">重选 <i lang="en">Another</i></a></p>
        </form>
        """);
}
