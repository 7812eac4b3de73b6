using Kairos.Playground.Api;
using Kairos.Playground.Venue;

namespace Kairos.Playground.Pages.Rooms;

/// <summary>Draws the plan of a room. State shows by colour and by a mark, so that no one has to tell colours apart.</summary>
internal static class SeatDrawing
{
    private const int Cell = 30;
    private const int Side = 24;
    private const int Inset = (Cell - Side) / 2;

    public static Html Plan(RoomSheet sheet)
    {
        var map = sheet.Room.Map;
        var walls = new Walls(map);
        return Html.Of($"""
            <svg class="plan" viewBox="{walls.Left - 4} {walls.Top - 4} {walls.Width + 8} {walls.Height + 8}" role="group" aria-label="座位图 Seat map">
            {Marks}
            {walls.Draw()}
            {Html.Each(map.Tables, Draw)}
            {Html.Each(map.Seats.Zip(sheet.Standing), pair => Draw(sheet, pair.First, SeatLook.Of(pair.Second, sheet.Viewer?.Name)))}
            </svg>
            """);
    }

    /// <summary>A seat of the given look, for the legend.</summary>
    public static Html Sample(char look) => Html.Of($"""
        <svg class="sample" viewBox="0 0 {Cell} {Cell}" aria-hidden="true"><g class="seat {look.ToString()}">{Body(Inset, Inset, backBelow: true)}</g></svg>
        """);

    // Drawn once, used by every seat; the style sheet shows the mark that fits the look.
    private static Html Marks { get; } = Html.Of($"""
        <defs>
        <path id="mark-h" d="M2 12 12 2M2 22 22 2M12 22 22 12"/>
        <path id="mark-r" d="M0 14V21a3 3 0 0 0 3 3H10Z"/>
        <circle id="mark-y" cx="12" cy="12" r="15.5"/>
        </defs>
        """);

    private static Html Draw(Table table) => Html.Of($"""
        <rect class="table" x="{(table.X * Cell) + 2}" y="{(table.Y * Cell) - 1}" width="{(table.Width * Cell) - 4}" height="{Cell + 2}" rx="4"/>
        <line class="screen" x1="{(table.X * Cell) + 8}" x2="{((table.X + table.Width) * Cell) - 8}" y1="{(table.Y * Cell) + (Cell / 2)}" y2="{(table.Y * Cell) + (Cell / 2)}"/>
        """);

    private static Html Draw(RoomSheet sheet, Seat seat, char look)
    {
        var chosen = seat == sheet.Selected ? Html.Of($" chosen") : Html.None;

        // Only a free seat can be chosen; the others are told, but lead nowhere.
        var role = look == SeatLook.Free
            ? Html.Of($"""href="{sheet.Address}?mode={sheet.Mode.ToText()}&amp;seat={seat.Number}" """)
            : Html.Of($"""role="img" """);
        return Html.Of($"""
            <a id="seat-{seat.Number}" class="seat {look.ToString()}{chosen}" {role}aria-label="{seat.Number} 号 {SeatLook.Words(look)}">
            {Body((seat.X * Cell) + Inset, (seat.Y * Cell) + Inset, backBelow: !IsAboveTable(sheet.Room.Map, seat))}
            <text{Html.When(seat.Number > 99, () => Html.Of($""" class="long" """))} x="{(seat.X * Cell) + (Cell / 2)}" y="{(seat.Y * Cell) + (Cell / 2)}">{seat.Number}</text>
            </a>
            """);
    }

    private static bool IsAboveTable(SeatMap map, Seat seat) =>
        map.Tables.Any(table => table.Y == seat.Y + 1 && seat.X >= table.X && seat.X < table.X + table.Width);

    // The back of the chair lies away from the table.
    private static Html Body(int x, int y, bool backBelow) => Html.Of($"""
        <rect class="back" x="{x + 3}" y="{(backBelow ? y + Side : y - 3)}" width="{Side - 6}" height="3" rx="1.5"/>
        <rect class="base" x="{x}" y="{y}" width="{Side}" height="{Side}" rx="5"/>
        <use class="mark h" href="#mark-h" x="{x}" y="{y}"/><use class="mark r" href="#mark-r" x="{x}" y="{y}"/><use class="mark y" href="#mark-y" x="{x}" y="{y}"/>
        """);

    // A cell and a half of air around what stands in the room.
    private sealed class Walls(SeatMap map)
    {
        private const int Air = Cell * 3 / 2;

        public int Left { get; } = (map.Seats.Min(seat => seat.X) * Cell) - Air;

        public int Top { get; } = (Math.Min(map.Seats.Min(seat => seat.Y), map.Tables.Min(table => table.Y)) * Cell) - Air;

        public int Width => Right - Left;

        public int Height => Bottom - Top;

        private int Right { get; } = ((map.Seats.Max(seat => seat.X) + 1) * Cell) + Air;

        private int Bottom { get; } = ((map.Seats.Max(seat => seat.Y) + 1) * Cell) + Air;

        public Html Draw()
        {
            var door = Right - 110;
            return Html.Of($"""
                <rect class="wall" x="{Left}" y="{Top}" width="{Width}" height="{Height}" rx="6"/>
                {Html.Each(Enumerable.Range(0, (Width - Air) / (4 * Cell)), number => Window(Left + Air + (number * 4 * Cell)))}
                <line class="door" x1="{door}" x2="{door + 60}" y1="{Bottom}" y2="{Bottom}"/>
                <text class="sign" x="{door + 30}" y="{Bottom - 10}">入口 Entrance</text>
                """);
        }

        private Html Window(int x) => Html.Of($"""
            <line class="window" x1="{x}" x2="{x + 75}" y1="{Top}" y2="{Top}"/>
            """);
    }
}
