using System.Collections.Immutable;

namespace Kairos.Seats.Commands;

/// <summary>Completes what was understood of a refused message to one that would be accepted.</summary>
internal static class SeatExample
{
    internal static readonly Candidate Seat7 = new(1141, 7);

    // Stands where the user's own value belongs, so that nothing secret is needed to show the form.
    private const string ValueHere = "…";

    private static readonly SessionCookies AnySession = new() { WechatSessId = ValueHere, ServerId = ValueHere };

    internal static string Of(SeatCommand understood)
    {
        var takesSeats = understood.Verb is SeatVerb.Grab or SeatVerb.Watch;
        var takesSession = takesSeats || understood.Verb is SeatVerb.Add or SeatVerb.Parse;
        var takesSchool = takesSeats || understood.Verb is SeatVerb.Add or SeatVerb.School;
        return CanonicalText.Of(
            understood with
            {
                School = takesSchool ? understood.School ?? "ecut" : null,
                Candidates = takesSeats && understood.Candidates.IsEmpty ? [Seat7] : understood.Candidates,
                Session = takesSession ? AnySession : null,
            },
            ValueHere);
    }

    /// <summary>Shows at most three candidates, the last of them the corrected one.</summary>
    internal static string Of(SeatCommand understood, IEnumerable<Candidate> good, Candidate corrected) =>
        Of(understood with { Candidates = [.. good.Where(candidate => candidate != corrected).Take(2), corrected] });
}
