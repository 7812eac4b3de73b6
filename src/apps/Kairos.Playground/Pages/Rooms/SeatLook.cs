using Kairos.Playground.Venue;

namespace Kairos.Playground.Pages.Rooms;

/// <summary>How a seat looks to a viewer: one letter, the same in the class of the drawing and in the live map.</summary>
internal static class SeatLook
{
    public const char Free = 'f';
    public const char Held = 'h';
    public const char Taken = 't';
    public const char Rival = 'r';
    public const char Yours = 'y';

    public static char Of(SeatStanding seat, string? viewer) => seat.State switch
    {
        SeatState.Free => Free,
        SeatState.Held => Held,
        _ when seat.By == viewer => Yours,
        _ => seat.ByRival ? Rival : Taken,
    };

    /// <summary>The look of every seat, in the order of the plan.</summary>
    public static string Map(IEnumerable<SeatStanding> standing, string? viewer) =>
        string.Concat(standing.Select(seat => Of(seat, viewer)));

    public static string Words(char look) => look switch
    {
        Free => "空闲 free",
        Held => "选座中 being chosen",
        Rival => "对手已订 taken by a rival",
        Yours => "您的座位 yours",
        _ => "已被预定 taken",
    };
}
