namespace Kairos.Cli.Rehearse;

/// <summary>Everything a rehearsal gathered, from the server's answers and from the venue's own record, and the judgement of it.</summary>
internal sealed record RehearsalFindings(
    IReadOnlyList<Student> Students,
    IReadOnlyDictionary<string, Reply> Replies,
    IReadOnlyDictionary<string, GrabResult> Results,
    IReadOnlyList<Arrival> Record,
    VenueState State)
{
    // Told that nothing is known of it: not false, and not served.
    private const string Unsettled = "unsettled";

    /// <summary>How many servers shared the store; null where only one can have it.</summary>
    internal int? Nodes { get; init; }

    internal KilledNode? Killed { get; init; }

    /// <summary>Requests per second that students were allowed together; null where nothing was set.</summary>
    internal double? Budget { get; init; }

    /// <summary>Students whose grab a node had begun that was killed.</summary>
    internal IReadOnlySet<string> TakenOver { get; init; } = new HashSet<string>();

    /// <summary>Each student's first booking request, by the venue's record: student and milliseconds after the opening.</summary>
    internal IReadOnlyList<(string Student, double Ms)> FirstArrivals { get; } =
    [
        .. Record
            .Where(a => a is { Route: "reserve", Rival: false, Student: not null })
            .GroupBy(a => a.Student!, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Min(a => a.SinceOpeningUs) / 1_000.0)),
    ];

    /// <summary>Of grabs that no node left behind.</summary>
    internal IReadOnlyList<double> EngineLateness => Lateness(takenOver: false);

    /// <summary>Of students whose grab no node left behind.</summary>
    internal IReadOnlyList<double> VenueArrivals => ArrivalsOf(takenOver: false);

    internal RehearsalReport Judge(Bounds offset, TimeSpan took)
    {
        string[] acknowledged = [.. Replies.Where(r => r.Value is { Ok: true, Task: not null }).Select(r => r.Key)];
        int lost = acknowledged.Count(name => !Results.ContainsKey(name));
        int leftFree = LeftFree();
        int falseTold = FalselyTold();
        int served = acknowledged.Count(IsServed);
        int peak = VenuePeak.PerSecond(Record);
        bool settled = Killed is null or { TakenOverAfter: not null };
        return new RehearsalReport
        {
            Students = Students.Count,
            Outcomes = Outcomes(acknowledged),
            Served = served,
            Nodes = Nodes is { } started ? new NodesReport(started, Killed is null ? null : Of(Killed)) : null,
            EngineLatenessMs = Figures.Of(EngineLateness),
            VenueArrivalMs = Figures.Of(VenueArrivals),
            BudgetWaitMs = Figures.Of(Results.Values.Select(r => r.BudgetWaitMs).OfType<double>()),
            BudgetPerSecond = Budget,
            VenuePeakPerSecond = peak,
            Early = State.Early,
            DoubleBooked = State.DoubleBooked,
            Lost = lost,
            RivalsWon = RivalsWon(),
            LeftFree = leftFree,
            ClockOffsetMs = offset,
            Seconds = Math.Round(took.TotalSeconds, 2),
            Ok = State.Early == 0 && State.DoubleBooked == 0 && lost == 0 && leftFree == 0 && falseTold == 0 && served == acknowledged.Length && settled && VenuePeak.IsWithin(peak, Budget),
        };
    }

    // A booking, or the venue's own word why not. Without an answer of the venue nobody is served.
    private bool IsServed(string student) => Results.TryGetValue(student, out GrabResult? result) && result.Outcome is not ("unreachable" or "unknown" or "unconfirmed" or Unsettled or "broken");

    private KilledReport Of(KilledNode killed) => new()
    {
        Node = killed.Number,
        BeforeOpeningMs = Math.Round(killed.Ahead.TotalMilliseconds, 1),
        Held = killed.Held,
        TakenOverAfterMs = killed.TakenOverAfter is { } after ? Math.Round(after.TotalMilliseconds, 1) : null,
        Students = TakenOver.Count,
        StudentsServed = TakenOver.Count(IsServed),
        EngineLatenessMs = Figures.Of(Lateness(takenOver: true)),
        VenueArrivalMs = Figures.Of(ArrivalsOf(takenOver: true)),
    };

    private double[] Lateness(bool takenOver) => [.. Results.Where(r => TakenOver.Contains(r.Key) == takenOver).Select(r => r.Value.LatenessMs).OfType<double>()];

    private double[] ArrivalsOf(bool takenOver) => [.. FirstArrivals.Where(a => TakenOver.Contains(a.Student) == takenOver).Select(a => a.Ms)];

    /// <summary>Students who were told of a seat that the venue does not have in their name, or not told of one it has.</summary>
    private int FalselyTold()
    {
        Dictionary<string, NamedSeat> booked = State.Bookings.Where(b => !b.Rival).ToDictionary(b => b.Student, b => new NamedSeat(b.Room, b.Seat), StringComparer.Ordinal);
        return Results.Where(r => r.Value.Outcome != Unsettled).Count(r =>
        {
            NamedSeat? told = r.Value.Booked is { } seat ? new NamedSeat(seat.Room, seat.Seat) : null;
            return told != booked.GetValueOrDefault(r.Key);
        });
    }

    private Dictionary<string, int> Outcomes(string[] acknowledged)
    {
        IEnumerable<string> ended = acknowledged.Select(name => Results.TryGetValue(name, out GrabResult? result) ? result.Outcome : "lost");
        IEnumerable<string> refused = Replies.Where(r => !r.Value.Ok).Select(r => $"refused: {r.Value.Code}");
        IEnumerable<string> other = Replies.Where(r => r.Value is { Ok: true, Task: null }).Select(_ => "answered");
        return ended.Concat(refused).Concat(other).CountBy(o => o).OrderByDescending(o => o.Value).ToDictionary(StringComparer.Ordinal);
    }

    private int RivalsWon()
    {
        HashSet<NamedSeat> named = [.. Students.SelectMany(s => s.Named)];
        return State.Bookings.Count(b => b.Rival && named.Contains(new NamedSeat(b.Room, b.Seat)));
    }

    // Whoever has no seat must have lost every seat they named to somebody.
    private int LeftFree()
    {
        HashSet<NamedSeat> booked = [.. State.Bookings.Select(b => new NamedSeat(b.Room, b.Seat))];
        HashSet<string> seated = [.. State.Bookings.Select(b => b.Student)];
        return Students
            .Where(s => Replies.TryGetValue(s.Name, out Reply? reply) && reply is { Ok: true, Task: not null } && !seated.Contains(s.Name))
            .SelectMany(s => s.Named)
            .Distinct()
            .Count(seat => !booked.Contains(seat));
    }
}
