using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Kairos.Cli.Rehearse;

/// <summary>A whole evening in seconds: a venue and a server as processes of their own, students, rivals, an opening.</summary>
internal sealed class SeatsRehearsal(SeatsRehearsalOptions options, IProgressLine progress, TimeProvider time)
{
    private const string School = "ecut";
    private const int AtOnce = 16;
    private static readonly Dictionary<string, string> s_noVariables = [];

    // A grab ends 60 s after the opening at the latest; what has no result then is lost.
    private static readonly TimeSpan s_resultPatience = TimeSpan.FromSeconds(70);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs it. Nothing is left running, and no file is left, whatever happens.</summary>
    internal async Task<(RehearsalReport Report, RehearsalFindings Findings)> RunAsync(CancellationToken ct)
    {
        long begun = time.GetTimestamp();
        string folder = Directory.CreateTempSubdirectory("kairos-rehearsal-").FullName;
        try
        {
            string key = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            progress.Show("starting the venue and the server");
            await using RehearsalDatabase? database = options.InPostgres ? await RehearsalDatabase.OpenAsync(options.Connection, ct) : null;
            await using ChildProcess venueProcess = await ChildProcess.StartAsync(VenueArguments(key), s_noVariables, ct);
            await using RehearsalServers servers = await RehearsalServers.StartAsync(options, database, venueProcess.Address, folder, ct);
            using VenueControl venue = new(venueProcess.Address, key);
            ServerClient server = servers.Client;

            // Up to a second more than asked for: openings are whole seconds of the venue's clock.
            DateTimeOffset opens = await venue.SetOpeningAsync(options.Opening, ct);
            await server.AddSchoolAsync(School, ct);
            IReadOnlyList<Student> students = await StudentsAsync(venue, ct);
            await SendRivalsAsync(venue, students, ct);

            // At its time whatever else goes on: on a slow machine commands may still be coming in.
            Task<KilledNode>? killing = options.Nodes > 1 ? new NodeKill(servers, time).RunAsync(opens - options.VenueOffset, ct) : null;
            ConcurrentDictionary<string, Reply> replies = await SubmitAsync(server, students, ct);
            IReadOnlyDictionary<string, GrabResult> results = await ResultsAsync(server, replies, opens - options.VenueOffset, ct);
            KilledNode? killed = killing is null ? null : await killing;
            Bounds offset = await server.OffsetAsync(ct);
            RehearsalFindings findings = new(students, replies, results, await venue.RecordAsync(ct), await venue.StateAsync(ct))
            {
                Nodes = options.InPostgres ? options.Nodes : null,
                Killed = killed,
                Budget = options.Budget,
                TakenOver = killed is null ? [] : await TakenOverAsync(server, students, ct),
            };
            return (findings.Judge(offset, time.GetElapsedTime(begun)), findings);
        }
        finally
        {
            progress.Clear();
            Directory.Delete(folder, recursive: true);
        }
    }

    private string[] VenueArguments(string key) =>
    [
        "playground", "--port", "0", "--control-key", key,
        "--seed", Number(options.Seed),
        "--offset=" + Milliseconds(options.VenueOffset),
        "--latency", Milliseconds(options.Latency),
        "--jitter", Milliseconds(options.Jitter),
    ];

    private async Task<IReadOnlyList<Student>> StudentsAsync(VenueControl venue, CancellationToken ct)
    {
        if (options.CommandsFile is { } file)
        {
            string[] lines = [.. (await File.ReadAllLinesAsync(file, ct)).Where(l => !string.IsNullOrWhiteSpace(l))];
            return lines.Length == 0
                ? throw new InvalidDataException($"{file} holds no command.")
                : StudentMaker.Read(lines, await venue.EnrolAsync(lines.Length, ct));
        }

        List<NamedSeat> seats = [];
        foreach (VenueRoomLine room in (await venue.SchoolAsync(School, ct)).Rooms.Where(r => r.Open))
        {
            seats.AddRange((await venue.RoomAsync(room.Id, ct)).Seats.Select(s => new NamedSeat(room.Id, s.Number)));
        }

        return StudentMaker.Make(School, await venue.EnrolAsync(options.Students, ct), seats, options.Seed);
    }

    private async Task SendRivalsAsync(VenueControl venue, IReadOnlyList<Student> students, CancellationToken ct)
    {
        NamedSeat[] contested = [.. students.Select(s => s.Named.FirstOrDefault()).OfType<NamedSeat>().Distinct()];
        if (options.Rivals > 0 && contested.Length > 0)
        {
            new Random(options.Seed).Shuffle(contested);
            await venue.SendRivalsAsync(contested, options.Rivals, options.Seed, ct);
        }
    }

    private async Task<ConcurrentDictionary<string, Reply>> SubmitAsync(ServerClient server, IReadOnlyList<Student> students, CancellationToken ct)
    {
        ConcurrentDictionary<string, Reply> replies = new(StringComparer.Ordinal);
        await Parallel.ForEachAsync(students, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (student, token) =>
        {
            replies[student.Name] = await server.SendAsync(student.Name, student.Text, token);
            progress.Show(string.Create(CultureInfo.InvariantCulture, $"{replies.Count} of {students.Count} commands submitted"));
        });
        return replies;
    }

    private async Task<IReadOnlyDictionary<string, GrabResult>> ResultsAsync(ServerClient server, ConcurrentDictionary<string, Reply> replies, DateTimeOffset opens, CancellationToken ct)
    {
        Dictionary<string, GrabResult> results = new(StringComparer.Ordinal);
        Queue<string> open = new(replies.Where(r => r.Value is { Ok: true, Task: not null }).Select(r => r.Key));
        await WaitForOpeningAsync(opens, ct);
        while (open.Count > 0 && time.GetUtcNow() < opens + s_resultPatience)
        {
            progress.Show(string.Create(CultureInfo.InvariantCulture, $"open: {results.Count} results, {open.Count} to come"));
            for (int i = open.Count; i > 0; i--)
            {
                string owner = open.Dequeue();
                if ((await server.SendAsync(owner, "结果", ct)).Result is { } result)
                {
                    results[owner] = result;
                }
                else
                {
                    open.Enqueue(owner);
                }
            }

            if (open.Count > 0)
            {
                await Task.Delay(s_look, time, ct);
            }
        }

        return results;
    }

    private async Task WaitForOpeningAsync(DateTimeOffset opens, CancellationToken ct)
    {
        // Results are asked for a second later: our questions are not to take the processors from the opening.
        DateTimeOffset until = opens + TimeSpan.FromSeconds(1);
        while (time.GetUtcNow() < until)
        {
            TimeSpan left = opens - time.GetUtcNow();
            progress.Show(left > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"the venue opens in {left.TotalSeconds:0.0} s") : "open");
            await Task.Delay(s_look, time, ct);
        }
    }

    private static async Task<HashSet<string>> TakenOverAsync(ServerClient server, IReadOnlyList<Student> students, CancellationToken ct)
    {
        ConcurrentBag<string> lost = [];
        await Parallel.ForEachAsync(students, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (student, token) =>
        {
            if (await server.WasLostAsync(student.Name, token))
            {
                lost.Add(student.Name);
            }
        });
        return [.. lost];
    }

    private static string Milliseconds(TimeSpan span) => Number(span.TotalMilliseconds) + "ms";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Says where long work stands: on a terminal in place, else not at all.</summary>
internal interface IProgressLine
{
    void Show(string text);

    void Clear();
}
