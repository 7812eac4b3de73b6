using System.Text.Json.Serialization;

namespace Kairos.Seats.Venues;

// The playground's JSON, as it goes over the wire.
internal sealed record SchoolWire(string Code, string Name, string Zone, string OpensAt, string Mode, IReadOnlyList<RoomLineWire> Rooms);

internal sealed record RoomLineWire(int Id, string Name, string Floor, int Seats, bool Open);

internal sealed record RoomWire(int Id, string Name, string Floor, bool Open, IReadOnlyList<SeatWire> Seats);

internal sealed record SeatWire(int Number, string At, string State);

internal sealed record PageWire(string Mode);

internal sealed record ReserveWire(int Room, string Seat, string Mode, string Token);

internal sealed record AnswerWire(int Code, string? Msg, string? Token, RoomWire? Room, ReservationWire? Reservation);

internal sealed record ReservationWire(int Room, int Seat, string At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SchoolWire))]
[JsonSerializable(typeof(RoomWire))]
[JsonSerializable(typeof(PageWire))]
[JsonSerializable(typeof(ReserveWire))]
[JsonSerializable(typeof(AnswerWire))]
internal sealed partial class PlaygroundJson : JsonSerializerContext;
